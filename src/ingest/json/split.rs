//! Cutting a stream of chunks into records.
//!
//! A record that lies whole in a chunk is read where it stands, without looking for its end first. Only what its reader
//! does not take like that (the record a chunk ends in, and bad ones) is cut out by its brackets or line end.

use super::seek::Seek;
use super::swar::{before, first};
use crate::error::DeskError;

/// The longest record taken.
const LONGEST: usize = 64 << 20;

/// Takes records.
pub(super) trait Take {
    /// Takes the record that begins `bytes`, if a whole and sound one is there, and gives its length. Where records are
    /// `lines` it ends with its line.
    fn first(&mut self, bytes: &[u8], lines: bool) -> Option<usize>;

    /// Takes `record`, sound or not.
    fn whole(&mut self, record: &[u8]);

    /// Is told of a record that is too long to be held.
    fn too_long(&mut self);
}

/// How records follow each other.
#[derive(Debug)]
enum Layout {
    /// One a line.
    Lines,
    /// One after the other, whatever the space, commas or brackets between them.
    Values,
}

/// Cuts chunks into records. Bytes of a record that a chunk leaves unfinished are carried over.
#[derive(Debug)]
pub(super) struct Splitter {
    layout: Layout,
    /// The search for the array of records, until it is found.
    seek: Option<Seek>,
    carry: Vec<u8>,
    /// Whether the carried record is too long and only its end is looked for.
    overflow: bool,
    scan: Scan,
    /// Whether the array of records has begun.
    begun: bool,
    /// Whether the array of records has ended.
    ended: bool,
}

impl Splitter {
    pub fn lines() -> Self {
        Self::new(Layout::Lines, None)
    }

    /// Records of an array, or one after the other; `root` is the path of the array.
    pub fn values(root: Option<&str>) -> Self {
        Self::new(Layout::Values, root.map(Seek::new))
    }

    fn new(layout: Layout, seek: Option<Seek>) -> Self {
        Self {
            layout,
            seek,
            carry: Vec::new(),
            overflow: false,
            scan: Scan::default(),
            begun: false,
            ended: false,
        }
    }

    /// Gives every record that has come so far.
    pub fn push(&mut self, mut chunk: &[u8], take: &mut impl Take) {
        if let Some(seek) = &mut self.seek {
            let Some(at) = seek.push(chunk) else { return };
            chunk = &chunk[at..];
            self.seek = None;
            self.begun = true;
        }
        match self.layout {
            Layout::Lines => self.push_lines(chunk, take),
            Layout::Values => self.push_values(chunk, take),
        }
    }

    /// Ends the stream: what is left over is the last record, complete or not.
    pub fn finish(&mut self, take: &mut impl Take) -> Result<(), DeskError> {
        if let Some(seek) = &self.seek {
            let message = format!("the file holds no array under \"{}\"", seek.path());
            return Err(DeskError::new("no-root", message).at("mapping.root"));
        }
        let left = std::mem::take(&mut self.carry);
        if self.overflow {
            take.too_long();
        } else if !left.trim_ascii().is_empty() {
            take.whole(&left);
        }
        Ok(())
    }

    /// Whether the file broke off before the array of records ended.
    pub fn broke_off(&self) -> bool {
        self.begun && !self.ended
    }

    fn push_lines(&mut self, mut chunk: &[u8], take: &mut impl Take) {
        if !self.carry.is_empty() || self.overflow {
            let Some(end) = line_end(chunk) else { return self.keep(chunk) };
            self.end(&chunk[..end], take);
            chunk = &chunk[end + 1..];
        }
        loop {
            chunk = chunk.trim_ascii_start();
            if let Some(length) = take.first(chunk, true) {
                chunk = &chunk[length..];
                continue;
            }
            let Some(end) = line_end(chunk) else { break };
            take.whole(&chunk[..end]);
            chunk = &chunk[end + 1..];
        }
        self.keep(chunk);
    }

    fn push_values(&mut self, mut chunk: &[u8], take: &mut impl Take) {
        if self.scan.running {
            let Some(end) = self.scan.end(chunk) else { return self.keep(chunk) };
            self.end(&chunk[..end], take);
            chunk = &chunk[end..];
        }
        while let Some(&byte) = chunk.first()
            && !self.ended
        {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' | b',' => chunk = &chunk[1..],
                b'[' => {
                    self.begun = true;
                    chunk = &chunk[1..];
                }
                b']' => self.ended = true,
                _ => {
                    if let Some(length) = take.first(chunk, false) {
                        chunk = &chunk[length..];
                        continue;
                    }
                    self.scan.begin(byte);
                    let Some(end) = self.scan.end(chunk) else { return self.keep(chunk) };
                    take.whole(&chunk[..end]);
                    chunk = &chunk[end..];
                }
            }
        }
    }

    /// Carries bytes of a record over to the next chunk.
    fn keep(&mut self, bytes: &[u8]) {
        if self.overflow || self.carry.len() + bytes.len() > LONGEST {
            self.overflow = true;
            self.carry = Vec::new();
        } else {
            self.carry.extend_from_slice(bytes);
        }
    }

    /// Gives the carried record, which ends with `bytes`.
    fn end(&mut self, bytes: &[u8], take: &mut impl Take) {
        self.keep(bytes);
        if std::mem::take(&mut self.overflow) {
            take.too_long();
        } else {
            take.whole(&self.carry);
        }
        self.carry.clear();
    }
}

/// Looks for the end of a value by its brackets.
#[derive(Debug, Default)]
struct Scan {
    running: bool,
    /// Whether the value is an object, which ends with its bracket; anything else ends before the next separator.
    object: bool,
    depth: usize,
    in_text: bool,
    after_backslash: bool,
}

impl Scan {
    fn begin(&mut self, first: u8) {
        *self = Self { running: true, object: first == b'{', ..Self::default() };
    }

    /// Where the value ends, if it does so in these bytes.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.in_text {
                match byte {
                    _ if self.after_backslash => self.after_backslash = false,
                    b'\\' => self.after_backslash = true,
                    b'"' => self.in_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b',' | b'{' | b'[' | b']' if self.depth == 0 && !self.object => {
                    self.running = false;
                    return Some(at);
                }
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 && self.object {
                        self.running = false;
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

#[inline]
fn line_end(bytes: &[u8]) -> Option<usize> {
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let mark = first(u64::from_le_bytes(*chunk), b'\n');
        if mark != 0 {
            return Some(number * 8 + before(mark));
        }
    }
    rest.iter().position(|&byte| byte == b'\n').map(|at| chunks.len() * 8 + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes every record as it is cut out.
    #[derive(Default)]
    struct Found(Vec<String>);

    impl Take for Found {
        fn first(&mut self, _: &[u8], _: bool) -> Option<usize> {
            None
        }

        fn whole(&mut self, record: &[u8]) {
            let text = String::from_utf8_lossy(record).trim().to_string();
            if !text.is_empty() {
                self.0.push(text);
            }
        }

        fn too_long(&mut self) {
            self.0.push("too long".to_string());
        }
    }

    fn cut(mut splitter: Splitter, text: &str, size: usize) -> Vec<String> {
        let mut found = Found::default();
        for chunk in text.as_bytes().chunks(size) {
            splitter.push(chunk, &mut found);
        }
        splitter.finish(&mut found).unwrap();
        found.0
    }

    #[test]
    fn records_are_the_same_whatever_the_chunks() {
        let lines = "{\"a\":1}\r\n\n{\"b\":\"}\\\"{\"}\n{\"c\":[{}]}";
        let array = " [ {\"a\":1} , {\"b\":\"}\\\"{\"},{\"c\":[{}]} ] {\"d\":1}";
        let rooted = "{\"meta\":{\"data\":[{\"no\":1}]},\"data\":{\"x\":\"[\",\"rows\":[{\"a\":1},{\"b\":\"}\\\"{\"},{\"c\":[{}]}],\"y\":[{\"z\":1}]}}";
        let expected = ["{\"a\":1}", "{\"b\":\"}\\\"{\"}", "{\"c\":[{}]}"];
        for size in 1..40 {
            assert_eq!(cut(Splitter::lines(), lines, size), expected, "{size}");
            assert_eq!(cut(Splitter::values(None), array, size), expected, "{size}");
            assert_eq!(cut(Splitter::values(Some("data.rows")), rooted, size), expected, "{size}");
        }
    }

    #[test]
    fn what_is_no_object_is_given_too() {
        for size in 1..20 {
            assert_eq!(
                cut(Splitter::values(None), "[1, \"a,b\" ,{}, null]", size),
                ["1", "\"a,b\"", "{}", "null"]
            );
        }
    }

    #[test]
    fn a_record_beyond_the_limit_is_told_once_and_the_next_one_is_found() {
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(LONGEST));
        for (splitter, text) in [
            (Splitter::lines(), format!("{long}\n{{\"b\":1}}\n")),
            (Splitter::values(None), format!("[{long},{{\"b\":1}}]")),
        ] {
            assert_eq!(cut(splitter, &text, 1 << 20), ["too long", "{\"b\":1}"]);
        }
    }

    #[test]
    fn a_missing_root_is_an_error() {
        let mut splitter = Splitter::values(Some("rows"));
        splitter.push(b"{\"data\":[]}", &mut Found::default());
        assert_eq!(splitter.finish(&mut Found::default()).unwrap_err().code(), "no-root");
    }
}
