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
    let sign = if value < 0.0 && scaled > 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:06}", scaled / 1_000_000, scaled % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A word as a message shows it: quoted, and cut after 60 characters.
pub fn shown(word: &str) -> String {
    const LONGEST: usize = 60;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => ["\"", &word[..end], "…\""].concat(),
        None => ["\"", word, "\""].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::number_label;

    #[test]
    fn numbers_end_in_no_zero_and_no_point() {
        let labels = [
            (1.5, "1.5"),
            (-0.25, "-0.25"),
            (100.0, "100"),
            (1.000_000_4, "1"),
            (0.999_999_9, "1"),
            (-9.999_999_9, "-10"),
            (1e-7, "0"),
            (-1e-7, "0"),
            (f64::NEG_INFINITY, "-∞"),
        ];
        for (value, label) in labels {
            assert_eq!(number_label(value), label, "{value}");
        }
    }
}
