//! A whole JSON text as a flat list of its values, for readers that look fields up by name.
//!
//! Every value is one item that knows where the next one begins, so that a look-up steps over what it does not want. Texts
//! stay where they are in the bytes; only those with escapes are written anew.

use super::scan::{Cursor, DEEPEST, Shape};
use crate::ingest::fault::Fault;
use crate::ingest::number;

/// One or several JSON values, one after the other.
#[derive(Debug)]
pub(in crate::ingest) struct Tape<'a> {
    bytes: &'a [u8],
    /// The texts that had escapes.
    unescaped: String,
    items: Vec<Item>,
}

/// A value; in an object, a key stands before each.
#[derive(Debug, Clone, Copy)]
struct Item {
    shape: Shape,
    escaped: bool,
    /// Where its text stands.
    start: u32,
    end: u32,
    /// The number of the item that follows it and all that is in it.
    next: u32,
}

impl<'a> Tape<'a> {
    /// Reads all values; an error when a part is no sound JSON.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut tape = Self { bytes, unescaped: String::new(), items: Vec::new() };
        let mut cursor = Cursor::new(bytes);
        loop {
            cursor.skip_space();
            if cursor.peek().is_none() {
                return Ok(tape);
            }
            tape.value(&mut cursor)?;
        }
    }

    /// The values that do not stand in another.
    pub fn roots(&self) -> Nodes<'_> {
        Nodes { tape: self, at: 0, end: self.items.len() as u32 }
    }

    fn value(&mut self, cursor: &mut Cursor<'a>) -> Result<(), Fault> {
        let mut open: Vec<usize> = Vec::new();
        loop {
            cursor.skip_space();
            let shape = cursor.shape()?;
            let start = cursor.at;
            match shape {
                Shape::Object | Shape::Array => {
                    cursor.at += 1;
                    if open.len() == DEEPEST {
                        return Err(Fault::new("too-deep", "values are nested more than 128 deep"));
                    }
                    open.push(self.items.len());
                    self.push(shape, false, start, start);
                    cursor.skip_space();
                    if !cursor.take(end_of(shape)) {
                        if shape == Shape::Object {
                            self.key(cursor)?;
                        }
                        continue;
                    }
                    open.pop();
                }
                Shape::Text => self.text(cursor)?,
                Shape::Number => {
                    if number::read(cursor.number()).is_none() {
                        return Err(cursor.syntax("a number"));
                    }
                    self.push(shape, false, start, cursor.at);
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
                    if shape == Shape::Object {
                        self.key(cursor)?;
                    }
                    break;
                }
                if !cursor.take(end_of(shape)) {
                    return Err(cursor.syntax("a comma or the end of the value"));
                }
                self.items[parent].next = self.items.len() as u32;
                open.pop();
            }
        }
    }

    fn key(&mut self, cursor: &mut Cursor<'a>) -> Result<(), Fault> {
        cursor.skip_space();
        self.text(cursor)?;
        cursor.expect(b':', "a colon")
    }

    fn text(&mut self, cursor: &mut Cursor<'a>) -> Result<(), Fault> {
        let text = cursor.text()?;
        let mut scratch = String::new();
        let read = text.read(&mut scratch)?;
        let (mut start, mut end) = (cursor.at - 1 - text.bytes.len(), cursor.at - 1);
        if text.escaped {
            start = self.unescaped.len();
            self.unescaped.push_str(read);
            end = self.unescaped.len();
        }
        self.push(Shape::Text, text.escaped, start, end);
        Ok(())
    }

    fn word(&mut self, cursor: &mut Cursor<'a>, shape: Shape, word: &str) -> Result<(), Fault> {
        cursor.word(word)?;
        self.push(shape, false, cursor.at, cursor.at);
        Ok(())
    }

    fn push(&mut self, shape: Shape, escaped: bool, start: usize, end: usize) {
        let next = self.items.len() as u32 + 1;
        self.items.push(Item { shape, escaped, start: start as u32, end: end as u32, next });
    }
}

fn end_of(shape: Shape) -> u8 {
    if shape == Shape::Object { b'}' } else { b']' }
}

/// A value of a tape, or none: what is looked up in vain is like `null`.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Node<'t> {
    tape: &'t Tape<'t>,
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
        if !self.is_object() {
            return self.none();
        }
        let found = self.keys().find(|key| key.raw() == name.as_bytes());
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

    fn raw(self) -> &'t [u8] {
        let Some(item) = self.item() else { return &[] };
        let bytes = if item.escaped { self.tape.unescaped.as_bytes() } else { self.tape.bytes };
        bytes.get(item.start as usize..item.end as usize).unwrap_or(&[])
    }

    /// A text.
    #[inline(never)]
    pub fn text(self) -> Option<&'t str> {
        if self.is(Shape::Text) { std::str::from_utf8(self.raw()).ok() } else { None }
    }

    /// A text that is not empty, or a number as it is written: an id, a word.
    #[inline(never)]
    pub fn word(self) -> Option<&'t str> {
        if self.is(Shape::Number) {
            return std::str::from_utf8(self.raw()).ok();
        }
        self.text().filter(|text| !text.is_empty())
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
    tape: &'t Tape<'t>,
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

    fn code(json: &str) -> &'static str {
        Tape::read(json.as_bytes()).map_or_else(|fault| fault.details().code, |_| "fine")
    }

    #[test]
    fn values_are_found_by_name_and_place() {
        let json = br#" {"a":[1,{"b":[]},"x\n"],"c":{"d":null,"e":true},"f":-2.5} [] "last" "#;
        let tape = Tape::read(json).unwrap();
        let roots: Vec<Node<'_>> = tape.roots().collect();
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
        assert_eq!(Tape::read(b"\"\xff\"").unwrap_err().details().code, "invalid-utf8");
    }
}
