//! Cutting a stream of chunks into rows of cells, by csv-core.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::error::DeskError;

/// The longest row taken.
const LONGEST: usize = 64 << 20;
/// So many bytes are looked at to tell the delimiter, unless the first line is longer.
const SNIFFED: usize = 64 << 10;

/// The cells of one row.
#[derive(Debug)]
pub(super) struct Row<'a> {
    text: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    pub fn cells(&self) -> impl Iterator<Item = &'a [u8]> {
        let (text, ends) = (self.text, self.ends);
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends).map(move |(start, &end)| text.get(start..end).unwrap_or(&[]))
    }
}

/// Reads rows from chunks of any size.
#[derive(Debug, Default)]
pub(super) struct RowReader {
    delimiter: Option<u8>,
    reader: Option<Box<Reader>>,
    /// The start of the file, until the delimiter is known.
    held: Vec<u8>,
    text: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    cells: usize,
    quotes: u64,
    started: bool,
}

impl RowReader {
    pub fn new(delimiter: Option<u8>) -> Self {
        Self { delimiter, text: vec![0; 4_096], ends: vec![0; 64], ..Self::default() }
    }

    pub fn push(
        &mut self,
        chunk: &[u8],
        take: &mut impl FnMut(&Row<'_>) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        self.quotes += chunk.iter().filter(|&&byte| byte == b'"').count() as u64;
        if self.reader.is_some() {
            return self.read(chunk, false, take);
        }
        self.held.extend_from_slice(chunk);
        if self.held.len() >= SNIFFED || self.held.contains(&b'\n') { self.start(take) } else { Ok(()) }
    }

    /// Ends the file; says whether a quote was left open.
    pub fn finish(
        &mut self,
        take: &mut impl FnMut(&Row<'_>) -> Result<(), DeskError>,
    ) -> Result<bool, DeskError> {
        if self.reader.is_none() && !self.held.is_empty() {
            self.start(take)?;
        }
        if self.reader.is_some() {
            self.read(&[], true, take)?;
        }
        Ok(self.quotes % 2 == 1)
    }

    fn start(&mut self, take: &mut impl FnMut(&Row<'_>) -> Result<(), DeskError>) -> Result<(), DeskError> {
        let held = std::mem::take(&mut self.held);
        let text = held.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&held);
        let delimiter = self.delimiter.unwrap_or_else(|| sniff(text));
        self.reader = Some(Box::new(ReaderBuilder::new().delimiter(delimiter).build()));
        self.read(text, false, take)
    }

    fn read(
        &mut self,
        mut input: &[u8],
        last: bool,
        take: &mut impl FnMut(&Row<'_>) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        // To csv-core, no input means the end of the file.
        if input.is_empty() && !last {
            return Ok(());
        }
        let Some(reader) = self.reader.as_mut() else { return Ok(()) };
        loop {
            let (result, used, wrote, ended) =
                reader.read_record(input, &mut self.text[self.filled..], &mut self.ends[self.cells..]);
            input = &input[used..];
            self.filled += wrote;
            self.cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {
                    if !last {
                        return Ok(());
                    }
                }
                ReadRecordResult::OutputFull => {
                    if self.text.len() >= LONGEST {
                        let message = "a row is longer than 64 MB; a quote may be missing";
                        return Err(DeskError::new("record-too-long", message));
                    }
                    self.text.resize(self.text.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if self.ends.len() >= 1 << 20 {
                        return Err(DeskError::new("record-too-long", "a row has more than a million cells"));
                    }
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::Record => {
                    let row = Row { text: &self.text[..self.filled], ends: &self.ends[..self.cells] };
                    let empty = self.cells == 1 && self.filled == 0;
                    if !empty || !self.started {
                        take(&row)?;
                        self.started = true;
                    }
                    self.filled = 0;
                    self.cells = 0;
                }
                ReadRecordResult::End => return Ok(()),
            }
            if input.is_empty() && !last {
                return Ok(());
            }
        }
    }
}

/// The sign that stands most often in the first line, outside quotes.
fn sniff(text: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [0u32; 4];
    let signs = *b",;\t|";
    for &byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(at) = signs.iter().position(|&sign| sign == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    counts.iter().position(|&count| count == most && most > 0).map_or(b',', |at| signs[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, size: usize) -> (Vec<Vec<String>>, bool) {
        let mut rows = Vec::new();
        let mut reader = RowReader::new(None);
        let mut take = |row: &Row<'_>| {
            rows.push(row.cells().map(|cell| String::from_utf8_lossy(cell).to_string()).collect());
            Ok(())
        };
        for chunk in text.as_bytes().chunks(size) {
            reader.push(chunk, &mut take).unwrap();
        }
        let open = reader.finish(&mut take).unwrap();
        (rows, open)
    }

    #[test]
    fn rows_are_the_same_whatever_the_chunks() {
        let text = "\u{feff}a;b;c\r\n1;\"two; \"\"2\"\"\nlines\";3\r\n\r\n;;\nlast;x;y";
        let expected = [["a", "b", "c"], ["1", "two; \"2\"\nlines", "3"], ["", "", ""], ["last", "x", "y"]];
        for size in 1..50 {
            let (rows, open) = read(text, size);
            assert_eq!(rows, expected, "{size}");
            assert!(!open);
        }
    }

    #[test]
    fn an_open_quote_is_noticed() {
        assert!(read("a,b\n1,\"open\n2,3\n", 7).1);
    }
}
