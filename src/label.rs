//! Values as labels and messages show them, without the machinery that prints every float exactly.

/// A number as text: whole numbers plainly, others to at most six decimals.
pub fn number_label(value: f64) -> String {
    if value.trunc() == value && value.abs() < 9e15 {
        return (value as i64).to_string();
    }
    let scaled = (value.abs() * 1e6).round();
    if scaled >= 9e18 {
        return if value < 0.0 { "-∞".to_string() } else { "∞".to_string() };
    }
    let scaled = scaled as u64;
    let sign = if value < 0.0 { "-" } else { "" };
    let decimals = format!("{:06}", scaled % 1_000_000);
    format!("{sign}{}.{}", scaled / 1_000_000, decimals.trim_end_matches('0'))
}

/// A word as a message shows it: quoted, and cut after 60 characters.
pub fn shown(word: &str) -> String {
    const LONGEST: usize = 60;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => ["\"", &word[..end], "…\""].concat(),
        None => ["\"", word, "\""].concat(),
    }
}
