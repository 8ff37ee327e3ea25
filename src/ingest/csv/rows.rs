//! Cutting a stream of chunks into rows of cells (RFC 4180).
//!
//! A row that lies whole in a chunk is read where it is; only a row that a chunk leaves unfinished is copied. Cells are
//! places in the row: quotes are undone when a cell is asked for, and most never are.
//!
//! Easy to get wrong: a quote opens a quoted cell only as the cell's first byte. Anywhere else it is a letter like others.

use std::borrow::Cow;

use super::stops::Stops;
use crate::error::DeskError;

/// The longest row taken.
const LONGEST: usize = 64 << 20;
/// The most cells of a row.
const WIDEST: usize = 1 << 20;
/// So many bytes are looked at to tell the delimiter, unless the first row ends before.
const SNIFFED: usize = 16 << 10;

/// Where a cell lies in its row, and how it is written.
#[derive(Debug, Clone, Copy)]
struct Cell {
    start: u32,
    end: u32,
    /// Whether quotes have to be undone.
    quoted: bool,
}

/// The cells of one row.
#[derive(Debug)]
pub(in crate::ingest) struct Row<'a> {
    text: &'a [u8],
    cells: &'a [Cell],
}

impl<'a> Row<'a> {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// The content of a cell; nothing for cells a short row does not have.
    pub fn cell(&self, at: usize) -> Cow<'a, [u8]> {
        let Some(&Cell { start, end, quoted }) = self.cells.get(at) else { return Cow::Borrowed(&[]) };
        let text = self.text.get(start as usize..end as usize).unwrap_or(&[]);
        if quoted { unquote(text) } else { Cow::Borrowed(text) }
    }
}

/// Where the reader is within a row that goes on in the next chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Within {
    #[default]
    CellStart,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: its end, or the first half of a doubled quote.
    AfterQuote,
}

/// What cutting one row off gave.
enum Cut {
    /// It is so many bytes long, with its line end.
    Whole(usize),
    /// It goes on beyond the bytes at hand.
    Open,
    TooWide,
}

/// Reads rows from chunks of any size.
#[derive(Debug, Default)]
pub(in crate::ingest) struct RowReader {
    delimiter: Option<u8>,
    started: bool,
    /// The start of the file until the delimiter is known, then the start of an unfinished row.
    held: Vec<u8>,
    within: Within,
    cells: Vec<Cell>,
}

/// Takes a row.
type Take<'t> = dyn FnMut(&Row<'_>) -> Result<(), DeskError> + 't;

impl RowReader {
    /// A reader of cells between `delimiter`s, or between the sign that the first line uses most.
    pub fn new(delimiter: Option<u8>) -> Self {
        Self { delimiter, ..Self::default() }
    }

    /// Gives every row that ends in `chunk`.
    pub fn push(&mut self, chunk: &[u8], take: &mut Take<'_>) -> Result<(), DeskError> {
        if self.started {
            return self.read(chunk, take);
        }
        self.held.extend_from_slice(chunk);
        let row_ends = || chunk.iter().any(|&byte| is_line_end(byte)) && sniff(&self.held).1;
        if self.held.len() >= SNIFFED || row_ends() { self.start(take) } else { Ok(()) }
    }

    /// Ends the file and gives its last row; says whether a quote was left open, in which case that row is no row.
    pub fn finish(&mut self, take: &mut Take<'_>) -> Result<bool, DeskError> {
        if !self.started && !self.held.is_empty() {
            self.start(take)?;
        }
        if self.within == Within::Quoted {
            return Ok(true);
        }
        if !self.held.is_empty() {
            self.read(b"\n", take)?;
        }
        Ok(false)
    }

    fn start(&mut self, take: &mut Take<'_>) -> Result<(), DeskError> {
        let held = std::mem::take(&mut self.held);
        check_encoding(&held)?;
        let text = held.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&held);
        if self.delimiter.is_none() {
            self.delimiter = Some(sniff(text).0);
        }
        self.started = true;
        self.read(text, take)
    }

    fn read(&mut self, chunk: &[u8], take: &mut Take<'_>) -> Result<(), DeskError> {
        let mut rest = chunk;
        if !self.held.is_empty() {
            let end = self.row_end(rest);
            let (row, after) = rest.split_at(end.unwrap_or(rest.len()));
            if self.held.len() + row.len() > LONGEST {
                return Err(too_long());
            }
            self.held.extend_from_slice(row);
            if end.is_none() {
                return Ok(());
            }
            rest = after;
            let held = std::mem::take(&mut self.held);
            self.rows(&held, take)?;
            self.held = held;
            self.held.clear();
            self.within = Within::CellStart;
        }
        let used = self.rows(rest, take)?;
        let open = rest.get(used..).unwrap_or(&[]);
        if open.len() > LONGEST {
            return Err(too_long());
        }
        self.within = Within::CellStart;
        self.row_end(open);
        self.held.extend_from_slice(open);
        Ok(())
    }

    /// Gives the rows that end in `text`; returns how many bytes they are. Empty lines are no rows.
    fn rows(&mut self, text: &[u8], take: &mut Take<'_>) -> Result<usize, DeskError> {
        let delimiter = self.delimiter.unwrap_or(b',');
        let mut used = 0;
        while let Some(&first) = text.get(used) {
            if is_line_end(first) {
                used += 1;
                continue;
            }
            let rest = text.get(used..).unwrap_or(&[]);
            match cut(rest, delimiter, &mut self.cells) {
                Cut::Whole(length) if length <= LONGEST => {
                    let row = rest.get(..length - 1).unwrap_or(&[]);
                    take(&Row { text: row, cells: &self.cells })?;
                    used += length;
                }
                Cut::Whole(_) => return Err(too_long()),
                Cut::Open => return Ok(used),
                Cut::TooWide => {
                    return Err(DeskError::new("record-too-long", "a row has more than a million cells"));
                }
            }
        }
        Ok(used)
    }

    /// Follows an unfinished row through `bytes`; returns where it ends, its line end included.
    fn row_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let delimiter = self.delimiter.unwrap_or(b',');
        for (at, &byte) in bytes.iter().enumerate() {
            self.within = match (self.within, byte) {
                (Within::Quoted, b'"') => Within::AfterQuote,
                (Within::Quoted, _) => Within::Quoted,
                (Within::CellStart | Within::AfterQuote, b'"') => Within::Quoted,
                (_, byte) if is_line_end(byte) => return Some(at + 1),
                (_, byte) if byte == delimiter => Within::CellStart,
                _ => Within::Plain,
            };
        }
        None
    }
}

/// Cuts the first row off `text`, which does not begin with a line end.
fn cut(text: &[u8], delimiter: u8, cells: &mut Vec<Cell>) -> Cut {
    cells.clear();
    let mut stops = Stops::new(text, delimiter);
    let mut start = 0;
    loop {
        let quoted = text.get(start) == Some(&b'"');
        if quoted {
            let Some(after) = quoted_end(text, start + 1) else { return Cut::Open };
            stops.seek(after);
        }
        let Some(stop) = stops.next() else { return Cut::Open };
        if cells.len() == WIDEST {
            return Cut::TooWide;
        }
        // A row beyond 32 bits is far too long, which the caller tells from its length.
        cells.push(Cell { start: start as u32, end: stop as u32, quoted });
        if text.get(stop) != Some(&delimiter) {
            return Cut::Whole(stop + 1);
        }
        start = stop + 1;
    }
}

/// Where the quoted part that begins at `at` has ended: after its closing quote. `None` when it does not end here, or may
/// go on with a second quote.
fn quoted_end(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += text.get(at..)?.iter().position(|&byte| byte == b'"')? + 1;
        if *text.get(at)? != b'"' {
            return Some(at);
        }
        at += 1;
    }
}

/// The content of a cell that begins with a quote. What stands after the closing quote belongs to it as it is.
fn unquote(cell: &[u8]) -> Cow<'_, [u8]> {
    let inner = cell.get(1..).unwrap_or(&[]);
    if let Some((b'"', content)) = inner.split_last()
        && !content.contains(&b'"')
    {
        return Cow::Borrowed(content);
    }
    let mut content = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter();
    while let Some(&byte) = bytes.next() {
        if byte != b'"' {
            content.push(byte);
            continue;
        }
        match bytes.next() {
            Some(b'"') => content.push(b'"'),
            Some(&after) => {
                content.push(after);
                content.extend(bytes.by_ref());
            }
            None => {}
        }
    }
    Cow::Owned(content)
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn too_long() -> DeskError {
    DeskError::new(
        "record-too-long",
        "a row is longer than 64 MB; the closing quote of a cell may be missing",
    )
}

/// Refuses what cannot be text in UTF-8.
fn check_encoding(start: &[u8]) -> Result<(), DeskError> {
    let message = if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        "the input is text in UTF-16; save it as UTF-8"
    } else if start.starts_with(b"PK\x03\x04") {
        "the input is a zip archive or a workbook; export the table as CSV"
    } else {
        return Ok(());
    };
    Err(DeskError::new("not-csv", message))
}

/// The sign that stands most often in the first row, outside quotes, and whether that row ends here.
fn sniff(text: &[u8]) -> (u8, bool) {
    const SIGNS: [u8; 4] = *b",;\t|";
    let (mut quoted, mut ends) = (false, false);
    let mut counts = [0_u32; 4];
    for &byte in text.get(..SNIFFED).unwrap_or(text) {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            byte if is_line_end(byte) => {
                ends = true;
                break;
            }
            byte => {
                for (sign, count) in SIGNS.iter().zip(&mut counts) {
                    *count += u32::from(*sign == byte);
                }
            }
        }
    }
    let mut best = (SIGNS[0], counts[0]);
    for (sign, count) in SIGNS.into_iter().zip(counts) {
        if count > best.1 {
            best = (sign, count);
        }
    }
    (best.0, ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Table = Vec<Vec<String>>;

    fn read(bytes: &[u8], sizes: &[usize]) -> (Table, bool) {
        let mut rows = Vec::new();
        let mut reader = RowReader::new(None);
        let mut take = |row: &Row<'_>| {
            rows.push((0..row.len()).map(|at| String::from_utf8_lossy(&row.cell(at)).to_string()).collect());
            Ok(())
        };
        let mut rest = bytes;
        let mut sizes = sizes.iter().cycle();
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at((*sizes.next().unwrap_or(&1)).clamp(1, rest.len()));
            reader.push(chunk, &mut take).unwrap();
            rest = after;
        }
        let open = reader.finish(&mut take).unwrap();
        (rows, open)
    }

    /// A file read in one piece, byte by byte, as RFC 4180 says.
    fn model(bytes: &[u8]) -> (Table, bool) {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let delimiter = sniff(text).0;
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), Vec::new());
        let (mut quoted, mut any) = (false, false);
        let mut at = 0;
        while at < text.len() {
            let byte = text[at];
            let doubled = text.get(at + 1) == Some(&b'"');
            if quoted {
                match byte {
                    b'"' if doubled => {
                        cell.push(b'"');
                        at += 1;
                    }
                    b'"' => quoted = false,
                    _ => cell.push(byte),
                }
            } else if byte == b'"' && cell.is_empty() && !any {
                quoted = true;
                any = true;
            } else if byte == delimiter {
                row.push(String::from_utf8_lossy(&std::mem::take(&mut cell)).to_string());
                any = false;
            } else if is_line_end(byte) {
                if any || !row.is_empty() {
                    row.push(String::from_utf8_lossy(&std::mem::take(&mut cell)).to_string());
                    rows.push(std::mem::take(&mut row));
                }
                any = false;
            } else {
                cell.push(byte);
                any = true;
            }
            at += 1;
        }
        if !quoted && (any || !row.is_empty()) {
            row.push(String::from_utf8_lossy(&cell).to_string());
            rows.push(row);
        }
        (rows, quoted)
    }

    #[test]
    fn rows_are_the_same_whatever_the_chunks() {
        let text = "\u{feff}a;b;c\r\n1;\"two; \"\"2\"\"\nlines\";3\r\n\r\n;;\rlast;x;\"y\"";
        let expected = [["a", "b", "c"], ["1", "two; \"2\"\nlines", "3"], ["", "", ""], ["last", "x", "y"]];
        for size in 1..60 {
            let (rows, open) = read(text.as_bytes(), &[size]);
            assert_eq!(rows, expected, "{size}");
            assert!(!open);
        }
    }

    #[test]
    fn a_quote_within_a_cell_is_a_letter_and_text_after_a_closing_quote_belongs_to_the_cell() {
        let (rows, open) = read(b"a,b\n5\" disk,\"x\"y\"z\n", &[7]);
        assert_eq!(rows[1], ["5\" disk", "xy\"z"]);
        assert!(!open);
    }

    #[test]
    fn an_open_quote_is_noticed() {
        assert!(read(b"a,b\n1,\"open\n2,3\n", &[7]).1);
        assert!(!read(b"a,b\n1,open\"\n2,3\n", &[7]).1);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for start in [&b"\xff\xfei\0d\0\n\0"[..], b"PK\x03\x04\n"] {
            let error = RowReader::new(None).push(start, &mut |_| Ok(())).unwrap_err();
            assert_eq!(error.code(), "not-csv");
        }
    }

    #[test]
    fn a_row_without_end_is_refused_at_64_mb() {
        let mut reader = RowReader::new(None);
        reader.push(b"a,b\n\"", &mut |_| Ok(())).unwrap();
        let chunk = vec![b'x'; 1 << 20];
        let refused = (0..65).find_map(|_| reader.push(&chunk, &mut |_| Ok(())).err());
        assert_eq!(refused.map(|error| error.code()), Some("record-too-long"));
    }

    proptest! {
        #[test]
        fn any_table_reads_as_the_model_says(
            text in "[ab\",;\r\n\u{e9}]{0,80}",
            sizes in proptest::collection::vec(1_usize..20, 1..5),
        ) {
            prop_assert_eq!(read(text.as_bytes(), &sizes), model(text.as_bytes()));
        }

        #[test]
        fn any_bytes_read_as_the_model_says(
            bytes in proptest::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), any::<u8>()], 0..200),
            sizes in proptest::collection::vec(1_usize..20, 1..5),
        ) {
            prop_assume!(check_encoding(&bytes).is_ok());
            prop_assert_eq!(read(&bytes, &sizes), model(&bytes));
        }
    }
}
