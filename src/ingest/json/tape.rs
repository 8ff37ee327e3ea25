//! A whole JSON text as a flat list of its values, for readers that look fields up by name.
//!
//! Every value is one item that knows where the next one begins, so that a look-up steps over what it does not want. Texts
//! stay where they are in the bytes; only those with escapes are written anew. Of objects only those members are kept that a
//! reader asks for, where it says which these are; the others are checked and forgotten.
//!
//! Easy to get wrong: a name that is asked for and is none of the reader's is never found. Debug builds refuse to ask for it.

use super::scan::{Cursor, DEEPEST, RawText, Shape};
use crate::ingest::fault::Fault;
use crate::ingest::number;
use crate::store::Dictionary;

/// One or several JSON values, one after the other.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Tape {
    /// The names of the members that are kept; empty where all are.
    names: Dictionary,
    /// The texts and numbers that are kept, without escapes.
    text: String,
    items: Vec<Item>,
}

/// A value; in an object, a key stands before each.
#[derive(Debug, Clone, Copy)]
struct Item {
    shape: Shape,
    /// Where its text stands.
    start: u32,
    end: u32,
    /// The number of the item that follows it and all that is in it.
    next: u32,
}

impl Tape {
    /// A tape that keeps members with these names, or all where there is no name.
    pub fn new(names: Dictionary) -> Self {
        Self { names, ..Self::default() }
    }

    /// All values of `bytes`, with all members.
    pub fn of(bytes: &[u8]) -> Result<Self, Fault> {
        let mut tape = Self::default();
        tape.read(bytes, true)?;
        Ok(tape)
    }

    /// Reads the values that are whole in `bytes`, all of them when these are the last, and gives how many bytes they take. What
    /// follows is to be read again with more bytes. An error when a part is no sound JSON.
    pub fn read(&mut self, bytes: &[u8], are_last: bool) -> Result<usize, Fault> {
        let mut cursor = Cursor::new(bytes);
        let mut read = 0;
        loop {
            cursor.skip_space();
            if cursor.peek().is_none() {
                return Ok(bytes.len());
            }
            let (items, text) = (self.items.len(), self.text.len());
            match self.value(&mut cursor) {
                Ok(()) => read = cursor.at,
                // A word may be cut short.
                Err(_) if !are_last && cursor.at + "false".len() > bytes.len() => {
                    self.items.truncate(items);
                    self.text.truncate(text);
                    return Ok(read);
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The values that do not stand in another, from an item on.
    pub fn roots(&self, from: usize) -> Nodes<'_> {
        Nodes { tape: self, at: from as u32, end: self.items.len() as u32 }
    }

    fn value(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        let mut open: Vec<usize> = Vec::new();
        loop {
            cursor.skip_space();
            let shape = cursor.shape()?;
            match shape {
                Shape::Object | Shape::Array => {
                    cursor.at += 1;
                    if open.len() == DEEPEST {
                        return Err(Fault::new("too-deep", "values are nested more than 128 deep"));
                    }
                    open.push(self.items.len());
                    self.push(shape, "");
                    cursor.skip_space();
                    let is_empty = cursor.peek() == Some(end_of(shape));
                    if !is_empty && (shape == Shape::Array || self.member(cursor)?) {
                        continue;
                    }
                }
                Shape::Text => {
                    let text = cursor.text()?;
                    self.text(text)?;
                }
                Shape::Number => {
                    let number = cursor.number();
                    match std::str::from_utf8(number) {
                        Ok(text) if number::read(number).is_some() => self.push(shape, text),
                        _ => return Err(cursor.syntax("a number")),
                    }
                }
                Shape::True => self.word(cursor, shape, "true")?,
                Shape::False => self.word(cursor, shape, "false")?,
                Shape::Null => self.word(cursor, shape, "null")?,
            }
            loop {
                let Some(&parent) = open.last() else { return Ok(()) };
                cursor.skip_space();
                let shape = self.items[parent].shape;
                if cursor.take(b',') {
                    if shape == Shape::Array || self.member(cursor)? {
                        break;
                    }
                    continue;
                }
                if !cursor.take(end_of(shape)) {
                    return Err(cursor.syntax("a comma or the end of the value"));
                }
                self.items[parent].next = self.items.len() as u32;
                open.pop();
            }
        }
    }

    /// Goes to the value of the next member that is kept; false where the object ends before one.
    fn member(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, Fault> {
        loop {
            cursor.skip_space();
            let name = cursor.text()?;
            let is_kept = name.escaped || self.names.is_empty() || self.names.has(name.bytes);
            if is_kept {
                self.text(name)?;
            }
            cursor.expect(b':', "a colon")?;
            if is_kept {
                return Ok(true);
            }
            cursor.skip_value()?;
            cursor.skip_space();
            if !cursor.take(b',') {
                return Ok(false);
            }
        }
    }

    fn text(&mut self, text: RawText<'_>) -> Result<(), Fault> {
        let mut scratch = String::new();
        self.push(Shape::Text, text.read(&mut scratch)?);
        Ok(())
    }

    fn word(&mut self, cursor: &mut Cursor<'_>, shape: Shape, word: &str) -> Result<(), Fault> {
        cursor.word(word)?;
        self.push(shape, "");
        Ok(())
    }

    fn push(&mut self, shape: Shape, text: &str) {
        let (start, next) = (self.text.len() as u32, self.items.len() as u32 + 1);
        self.text.push_str(text);
        self.items.push(Item { shape, start, end: self.text.len() as u32, next });
    }
}

fn end_of(shape: Shape) -> u8 {
    if shape == Shape::Object { b'}' } else { b']' }
}

/// A value of a tape, or none: what is looked up in vain is like `null`.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Node<'t> {
    tape: &'t Tape,
    at: u32,
}

impl<'t> Node<'t> {
    fn item(self) -> Option<&'t Item> {
        self.tape.items.get(self.at as usize)
    }

    fn none(self) -> Self {
        Self { tape: self.tape, at: u32::MAX }
    }

    fn is(self, shape: Shape) -> bool {
        self.item().is_some_and(|item| item.shape == shape)
    }

    pub fn is_object(self) -> bool {
        self.is(Shape::Object)
    }

    pub fn is_list(self) -> bool {
        self.is(Shape::Array)
    }

    /// Whether there is nothing, or `null`.
    pub fn is_none(self) -> bool {
        self.item().is_none_or(|item| item.shape == Shape::Null)
    }

    /// The member called `name`.
    #[inline(never)]
    pub fn get(self, name: &str) -> Node<'t> {
        debug_assert!(
            self.tape.names.is_empty() || self.tape.names.has(name.as_bytes()),
            "{name} is none of the reader's names"
        );
        if !self.is_object() {
            return self.none();
        }
        let found = self.keys().find(|key| key.raw() == name);
        found.map_or(self.none(), Node::following)
    }

    /// Whether there is a member called `name`, whatever its value.
    #[inline(never)]
    pub fn has(self, name: &str) -> bool {
        self.get(name).item().is_some()
    }

    /// The values of a list; of anything else none.
    pub fn list(self) -> Nodes<'t> {
        let end = if self.is_list() { self.item().map_or(0, |item| item.next) } else { 0 };
        Nodes { tape: self.tape, at: self.at.saturating_add(1).min(end), end }
    }

    /// The names and values of an object; of anything else none.
    pub fn members(self) -> impl Iterator<Item = (&'t str, Node<'t>)> {
        self.keys().map(|key| (key.text().unwrap_or_default(), key.following()))
    }

    fn keys(self) -> Keys<'t> {
        let end = if self.is_object() { self.item().map_or(0, |item| item.next) } else { 0 };
        Keys(Nodes { tape: self.tape, at: self.at.saturating_add(1).min(end), end })
    }

    fn following(self) -> Self {
        Self { tape: self.tape, at: self.at + 1 }
    }

    fn raw(self) -> &'t str {
        let item = self.item().and_then(|item| self.tape.text.get(item.start as usize..item.end as usize));
        item.unwrap_or_default()
    }

    /// A text.
    pub fn text(self) -> Option<&'t str> {
        self.is(Shape::Text).then(|| self.raw())
    }

    /// A text that is not empty, or a number as it is written: an id, a word.
    #[inline(never)]
    pub fn word(self) -> Option<&'t str> {
        let has_word = self.is(Shape::Number) || self.is(Shape::Text);
        Some(self.raw()).filter(|word| has_word && !word.is_empty())
    }

    /// A number, or a text that is one.
    #[inline(never)]
    pub fn number(self) -> Option<f64> {
        number::read(self.word()?.as_bytes())
    }

    /// Whether it is a number and not a text.
    pub fn is_number(self) -> bool {
        self.is(Shape::Number)
    }

    /// Whether it is `true`.
    pub fn is_true(self) -> bool {
        self.is(Shape::True)
    }

    /// Whether it is `true` or `false`.
    pub fn is_flag(self) -> bool {
        self.is(Shape::True) || self.is(Shape::False)
    }
}

/// Values one after the other.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Nodes<'t> {
    tape: &'t Tape,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Nodes<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.at >= self.end {
            return None;
        }
        let node = Node { tape: self.tape, at: self.at };
        self.at = node.item()?.next;
        Some(node)
    }
}

/// Keys one after the other.
struct Keys<'t>(Nodes<'t>);

impl<'t> Iterator for Keys<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let key = self.0.next()?;
        self.0.next();
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &[u8], names: &[&str]) -> Result<Tape, Fault> {
        let mut kept = Dictionary::default();
        names.iter().for_each(|name| _ = kept.intern(name));
        let mut tape = Tape::new(kept);
        tape.read(json, true)?;
        Ok(tape)
    }

    fn code(json: &str) -> &'static str {
        read(json.as_bytes(), &[]).map_or_else(|fault| fault.details().code, |_| "fine")
    }

    #[test]
    fn values_are_found_by_name_and_place() {
        let json = br#" {"a":[1,{"b":[]},"x\n"],"c":{"d":null,"e":true},"f":-2.5} [] "last" "#;
        let tape = read(json, &[]).unwrap();
        let roots: Vec<Node<'_>> = tape.roots(0).collect();
        assert_eq!(roots.len(), 3);
        let list: Vec<Node<'_>> = roots[0].get("a").list().collect();
        assert_eq!(list.len(), 3);
        assert_eq!(list[0].word().unwrap(), "1");
        assert!(list[1].get("b").is_list() && list[1].get("b").list().next().is_none());
        assert_eq!(list[2].text().unwrap(), "x\n");
        let inner = roots[0].get("c");
        assert!(inner.has("d") && inner.get("d").is_none() && inner.get("e").is_true() && !inner.has("a"));
        assert_eq!(roots[0].get("f").number(), Some(-2.5));
        let names: Vec<String> = roots[0].members().map(|(name, _)| name.to_string()).collect();
        assert_eq!(names, ["a", "c", "f"]);
        assert!(roots[1].list().next().is_none() && roots[1].get("a").get("b").is_none());
        assert_eq!(roots[2].text().unwrap(), "last");
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for bad in ["{", "[1,]", "{\"a\"}", "{\"a\":1,}", "nul", "\"\\x\"", "01", "[1 2]", "{} ]", "<html>"] {
            assert_eq!(code(bad), "bad-json", "{bad}");
        }
        assert_eq!(code(&("[".repeat(128) + &"]".repeat(128))), "fine");
        assert_eq!(code(&("[".repeat(129) + &"]".repeat(129))), "too-deep");
        assert_eq!(read(b"\"\xff\"", &[]).unwrap_err().details().code, "invalid-utf8");
    }
    #[test]
    fn members_that_nobody_asks_for_are_checked_and_forgotten() {
        let json =
            br#"{"x":{"a":1},"a":{"y":[{"a":2}],"a":[{"z":null},{"a":"b","z":"\u00e9"}]},"z":3} {"z":0}"#;
        let tape = read(json, &["a"]).unwrap();
        let roots: Vec<Node<'_>> = tape.roots(0).collect();
        let inner = roots[0].get("a");
        assert_eq!(inner.members().map(|(name, _)| name).collect::<Vec<_>>(), ["a"]);
        let list: Vec<Node<'_>> = inner.get("a").list().collect();
        assert!(list[0].is_object() && list[0].members().next().is_none());
        assert_eq!(list[1].get("a").text(), Some("b"));
        assert!(roots[1].is_object() && roots.len() == 2);
        for bad in
            [r#"{"x":01}"#, r#"{"x":1,}"#, r#"{"x":[}"#, r#"{"x" 1}"#, r#"{"x":1 "a":2}"#, r#"{"x":"\y"}"#]
        {
            assert_eq!(read(bad.as_bytes(), &["a"]).unwrap_err().details().code, "bad-json", "{bad}");
        }
    }
    #[test]
    fn values_that_are_cut_short_wait_for_the_rest() {
        let json =
            br#" {"a":[1,-2.5e1,{"b":[]},"x\n\u00e9"],"c":{"d":null,"e":true,"f":false}} [] {"z":"\\"} "#;
        let whole = read(json, &[]).unwrap();
        for cut in 0..json.len() {
            let mut tape = Tape::default();
            let taken = tape.read(&json[..cut], false).unwrap();
            tape.read(&json[taken..], true).unwrap();
            assert_eq!(format!("{tape:?}"), format!("{whole:?}"), "{cut}");
        }
    }
}
