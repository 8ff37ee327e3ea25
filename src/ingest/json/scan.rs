//! Walking over the bytes of one complete JSON record.

use super::swar::{before, first_special, is_ascii};
use crate::ingest::fault::Fault;

/// Values nested deeper than this are refused.
pub(super) const DEEPEST: usize = 128;

/// A place in a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    /// Whether a line feed ends the record and is no space within it.
    lines: bool,
    /// How many bytes came before these.
    before: usize,
}

/// A string as it stands in the record.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawText<'a> {
    /// The bytes between the quotes.
    pub bytes: &'a [u8],
    /// Whether escapes stand in it.
    pub escaped: bool,
    /// Whether all of it is ASCII, which is UTF-8 as well.
    ascii: bool,
}

/// The first byte of a value says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Number,
    Object,
    Array,
    True,
    False,
    Null,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, lines: false, before: 0 }
    }

    /// Of bytes that others came before.
    pub fn after(self, before: usize) -> Self {
        Self { before, ..self }
    }

    /// At the start of a line after which others may follow.
    pub fn in_line(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, lines: true, before: 0 }
    }

    /// Takes the rest of the line, if nothing but space is in it.
    pub fn take_line_end(&mut self) -> bool {
        self.skip_space();
        self.take(b'\n')
    }

    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek()
            && (matches!(byte, b' ' | b'\r' | b'\t') || (byte == b'\n' && !self.lines))
        {
            self.at += 1;
        }
    }

    /// Takes `byte` if it is next.
    #[inline]
    pub fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Takes these bytes if they are next.
    #[inline]
    pub fn take_all(&mut self, bytes: &[u8]) -> bool {
        let found = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(bytes));
        if found {
            self.at += bytes.len();
        }
        found
    }

    /// Takes `byte` after any space, or says what was hoped for.
    pub fn expect(&mut self, byte: u8, hoped: &str) -> Result<(), Fault> {
        self.skip_space();
        if self.take(byte) { Ok(()) } else { Err(self.syntax(hoped)) }
    }

    /// What kind of value is next.
    #[inline]
    pub fn shape(&self) -> Result<Shape, Fault> {
        Ok(match self.peek() {
            Some(b'"') => Shape::Text,
            Some(b'-' | b'0'..=b'9') => Shape::Number,
            Some(b'{') => Shape::Object,
            Some(b'[') => Shape::Array,
            Some(b't') => Shape::True,
            Some(b'f') => Shape::False,
            Some(b'n') => Shape::Null,
            _ => return Err(self.syntax("a value")),
        })
    }

    /// Takes a string.
    #[inline]
    pub fn text(&mut self) -> Result<RawText<'a>, Fault> {
        if !self.take(b'"') {
            return Err(self.syntax("a string in double quotes"));
        }
        let start = self.at;
        let (mut escaped, mut ascii) = (false, true);
        loop {
            let (run, is_ascii) = plain_run(self.bytes.get(self.at..).unwrap_or(&[]));
            self.at += run;
            ascii &= is_ascii;
            match self.peek() {
                Some(b'"') => {
                    let bytes = self.bytes.get(start..self.at).unwrap_or(&[]);
                    self.at += 1;
                    return Ok(RawText { bytes, escaped, ascii });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(_) => return Err(self.syntax("an escape in place of a control character")),
                None => return Err(self.syntax("the end of the string")),
            }
        }
    }

    /// Takes a number and gives its text.
    #[inline]
    pub fn number(&mut self) -> &'a [u8] {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or(&[])
    }

    /// Takes `true`, `false` or `null`.
    pub fn word(&mut self, word: &str) -> Result<(), Fault> {
        if self.take_all(word.as_bytes()) { Ok(()) } else { Err(self.syntax("true, false or null")) }
    }

    /// Takes any value and forgets it.
    pub fn skip_value(&mut self) -> Result<(), Fault> {
        // One bit a level: whether it is an object.
        let mut depth = 0usize;
        let mut objects = 0u128;
        loop {
            self.skip_space();
            match self.shape()? {
                shape @ (Shape::Object | Shape::Array) => {
                    self.at += 1;
                    if depth == DEEPEST {
                        return Err(Fault::new("too-deep", "values are nested more than 128 deep"));
                    }
                    objects = objects << 1 | u128::from(shape == Shape::Object);
                    depth += 1;
                    self.skip_space();
                    if !self.take(if shape == Shape::Object { b'}' } else { b']' }) {
                        if shape == Shape::Object {
                            self.key()?;
                        }
                        continue;
                    }
                    objects >>= 1;
                    depth -= 1;
                }
                Shape::Text => {
                    let text = self.text()?;
                    check_text(text)?;
                }
                Shape::Number => {
                    let text = self.number();
                    if crate::ingest::number::read(text).is_none() {
                        return Err(self.syntax("a number"));
                    }
                }
                Shape::True => self.word("true")?,
                Shape::False => self.word("false")?,
                Shape::Null => self.word("null")?,
            }
            loop {
                if depth == 0 {
                    return Ok(());
                }
                self.skip_space();
                let object = objects & 1 == 1;
                if self.take(b',') {
                    if object {
                        self.key()?;
                    }
                    break;
                }
                if !self.take(if object { b'}' } else { b']' }) {
                    return Err(self.syntax("a comma or the end of the value"));
                }
                objects >>= 1;
                depth -= 1;
            }
        }
    }

    /// Takes a key and its colon, and forgets them.
    fn key(&mut self) -> Result<(), Fault> {
        self.skip_space();
        check_text(self.text()?)?;
        self.expect(b':', "a colon")
    }

    /// After a member: whether another follows, or `end` closes the list.
    #[inline]
    pub fn another(&mut self, end: u8) -> Result<bool, Fault> {
        if self.take(b',') {
            return Ok(true);
        }
        self.skip_space();
        if self.take(b',') {
            return Ok(true);
        }
        if self.take(end) { Ok(false) } else { Err(self.syntax("a comma or the end of the list")) }
    }

    /// A fault of the record's syntax at this place.
    #[cold]
    pub fn syntax(&self, hoped: &str) -> Fault {
        let found = match self.peek() {
            None => "the end of the record".to_string(),
            Some(byte) if byte.is_ascii_graphic() => format!("\"{}\"", char::from(byte)),
            Some(byte) => format!("byte {byte}"),
        };
        Fault::new(
            "bad-json",
            format!("found {found} at byte {} of the record, hoped for {hoped}", self.before + self.at + 1),
        )
    }
}

/// How many bytes come before the next quote, backslash or control character, and whether these are ASCII for certain.
#[inline]
fn plain_run(bytes: &[u8]) -> (usize, bool) {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut seen = 0;
    for (number, chunk) in chunks.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk);
        seen |= word;
        let mark = first_special(word);
        if mark != 0 {
            return (number * 8 + before(mark), is_ascii(seen));
        }
    }
    let special = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < 0x20;
    let run = rest.iter().position(special).unwrap_or(rest.len());
    (chunks.len() * 8 + run, is_ascii(seen) && rest.is_ascii())
}

impl RawText<'_> {
    /// The text, undoing escapes into `scratch` where there are any.
    #[inline]
    pub fn read<'s>(self, scratch: &'s mut String) -> Result<&'s str, Fault>
    where
        Self: 's,
    {
        let text = std::str::from_utf8(self.bytes).map_err(|_| invalid_utf8())?;
        if !self.escaped {
            return Ok(text);
        }
        scratch.clear();
        unescape(text, scratch)?;
        Ok(scratch)
    }
}

fn check_text(text: RawText<'_>) -> Result<(), Fault> {
    if text.ascii && !text.escaped {
        return Ok(());
    }
    let mut scratch = String::new();
    text.read(&mut scratch).map(|_| ())
}

fn invalid_utf8() -> Fault {
    Fault::new("invalid-utf8", "the text is not valid UTF-8")
}

#[cold]
fn unescape(text: &str, out: &mut String) -> Result<(), Fault> {
    let bad = || Fault::new("bad-json", "found an unknown escape in a string");
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut after = rest[at + 1..].chars();
        let escape = after.next().ok_or_else(bad)?;
        rest = after.as_str();
        match escape {
            '"' | '\\' | '/' => out.push(escape),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => {
                let unit = hex4(rest).ok_or_else(bad)?;
                rest = &rest[4..];
                out.push(match unit {
                    0xD800..=0xDBFF => match low_surrogate(rest) {
                        Some(low) => {
                            rest = &rest[6..];
                            let code = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                        }
                        None => char::REPLACEMENT_CHARACTER,
                    },
                    // A low surrogate without its high one is no character.
                    _ => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
                });
            }
            _ => return Err(bad()),
        }
    }
    out.push_str(rest);
    Ok(())
}

fn hex4(text: &str) -> Option<u32> {
    let digits = text.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

fn low_surrogate(text: &str) -> Option<u32> {
    let unit = hex4(text.strip_prefix("\\u")?)?;
    (0xDC00..=0xDFFF).contains(&unit).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<String, Fault> {
        let mut scratch = String::new();
        Cursor::new(json.as_bytes()).text()?.read(&mut scratch).map(str::to_string)
    }

    #[test]
    fn strings_read_as_they_were_meant() {
        assert_eq!(read(r#""plain""#).unwrap(), "plain");
        assert_eq!(read(r#""a\n\"b\" \u00e9 \ud83d\ude00""#).unwrap(), "a\n\"b\" é 😀");
        assert_eq!(read(r#""\ud83d alone \ude00""#).unwrap(), "\u{fffd} alone \u{fffd}");
        for bad in ["\"\\x\"", "\"\\u12\"", "\"open", "\"line\nfeed\"", "\"\\"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn plain_runs_stop_where_a_byte_loop_stops() {
        let mut state = 3u32;
        for _ in 0..20_000 {
            let bytes: Vec<u8> = (0..state % 37)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    [b'a', b'"', b'\\', 0x1f, 0x20, 0xe9, 0x80, 0xff, b'!', b']', b'[']
                        [(state >> 24) as usize % 11]
                })
                .collect();
            state = state.wrapping_add(12_345);
            let naive =
                bytes.iter().position(|&b| b == b'"' || b == b'\\' || b < 0x20).unwrap_or(bytes.len());
            let (run, ascii) = plain_run(&bytes);
            assert_eq!(run, naive, "{bytes:?}");
            assert!(!ascii || bytes[..run].is_ascii(), "{bytes:?}");
        }
    }

    #[test]
    fn skipping_checks_what_it_skips() {
        for good in [
            "1",
            "-0.5e3",
            "\"x\"",
            "[]",
            "{}",
            "[1,[2,{\"a\":null}],\"b\"]",
            " {\"a\" : [ true , false ] } ",
        ] {
            assert!(Cursor::new(good.as_bytes()).skip_value().is_ok(), "{good}");
        }
        for bad in ["", "nul", "[1,]", "{\"a\"}", "{a:1}", "01", "1.", "[1 2]", "NaN", "{\"a\":1,}"] {
            assert!(Cursor::new(bad.as_bytes()).skip_value().is_err(), "{bad}");
        }
        let deep = "[".repeat(129) + &"]".repeat(129);
        assert_eq!(Cursor::new(deep.as_bytes()).skip_value().unwrap_err().details().code, "too-deep");
        let fine = "[".repeat(128) + &"]".repeat(128);
        assert!(Cursor::new(fine.as_bytes()).skip_value().is_ok());
    }
}
