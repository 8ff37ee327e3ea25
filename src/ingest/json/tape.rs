//! A whole JSON text as a flat list of its values, for readers that look fields up by name.
//!
//! Every value is one item that knows the name it has in its object and where the next one begins, so that a look-up compares
//! numbers and steps over what it does not want. Texts are kept without escapes. Of objects only those members are kept that a
//! reader asks for, where it says which these are; the others are checked and forgotten.
//!
//! Easy to get wrong: a name that is asked for and is none of the reader's is never found. Debug builds refuse to ask for it.

use super::scan::{Cursor, DEEPEST, RawText, Shape};
use crate::ingest::fault::Fault;
use crate::ingest::number;
use crate::store::{Dictionary, NO_CODE};

/// JSON values, one after the other, as they come in pieces.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Tape {
    /// The names of the members that are kept.
    names: Dictionary,
    /// Whether all are.
    keeps_all: bool,
    /// What each reading found, which saves copying all of it to where there is room for more.
    parts: Vec<Part>,
    /// How many bytes have been read.
    taken: usize,
}

#[derive(Debug, Default)]
struct Part {
    /// The texts and numbers that are kept, without escapes.
    text: String,
    items: Vec<Item>,
}

/// A value.
#[derive(Debug, Clone, Copy)]
struct Item {
    shape: Shape,
    /// The code of its name in an object.
    name: u32,
    /// Where its text begins; of an object or a list nothing.
    start: u32,
    /// Where its text ends; of an object or a list the number of the item after all that is in it.
    end: u32,
}

impl Item {
    fn has_values(&self) -> bool {
        matches!(self.shape, Shape::Object | Shape::Array)
    }
}

impl Tape {
    /// A tape that keeps members with these names, or all where there is no name.
    pub fn new(names: Dictionary) -> Self {
        Self { keeps_all: names.is_empty(), names, ..Self::default() }
    }

    /// All values of `bytes`, with all members.
    pub fn of(bytes: &[u8]) -> Result<Self, Fault> {
        let mut tape = Self::new(Dictionary::default());
        tape.read(bytes, true)?;
        Ok(tape)
    }

    /// Reads the values that are whole in `bytes`, all of them when these are the last, and gives how many bytes they take. What
    /// follows is to be read again with more bytes. An error when a part is no sound JSON.
    pub fn read(&mut self, bytes: &[u8], are_last: bool) -> Result<usize, Fault> {
        let mut cursor = Cursor::new(bytes).after(self.taken);
        let mut part = self.parts.last().map(Part::alike).unwrap_or_default();
        let mut read = 0;
        loop {
            cursor.skip_space();
            if cursor.peek().is_none() {
                read = bytes.len();
                break;
            }
            let (items, text) = (part.items.len(), part.text.len());
            match self.value(&mut cursor, &mut part) {
                Ok(()) => read = cursor.at,
                // A word may be cut short.
                Err(_) if !are_last && cursor.at + "false".len() > bytes.len() => {
                    part.items.truncate(items);
                    part.text.truncate(text);
                    break;
                }
                Err(fault) => return Err(fault),
            }
        }
        self.parts.push(part);
        self.taken += read;
        Ok(read)
    }

    /// The values that do not stand in another.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.parts.iter().flat_map(|part| self.values(part))
    }

    /// Those of them that the last reading found.
    pub fn latest(&self) -> impl Iterator<Item = Node<'_>> {
        self.parts.last().into_iter().flat_map(|part| self.values(part))
    }

    fn values<'t>(&'t self, part: &'t Part) -> Nodes<'t> {
        Nodes { next: Node { tape: self, part, at: 0 }, end: part.items.len() as u32 }
    }

    fn value(&mut self, cursor: &mut Cursor<'_>, into: &mut Part) -> Result<(), Fault> {
        let mut open: Vec<usize> = Vec::new();
        let mut name = NO_CODE;
        loop {
            cursor.skip_space();
            let shape = cursor.shape()?;
            match shape {
                Shape::Object | Shape::Array => {
                    cursor.at += 1;
                    if open.len() == DEEPEST {
                        return Err(Fault::new("too-deep", "values are nested more than 128 deep"));
                    }
                    open.push(into.items.len());
                    into.push(shape, name, "");
                    name = NO_CODE;
                    cursor.skip_space();
                    if cursor.peek() != Some(end_of(shape)) {
                        if shape == Shape::Array {
                            continue;
                        }
                        name = self.member(cursor)?;
                        if name != NO_CODE {
                            continue;
                        }
                    }
                }
                Shape::Text => {
                    let mut scratch = String::new();
                    into.push(shape, name, cursor.text()?.read(&mut scratch)?);
                }
                Shape::Number => {
                    let number = cursor.number();
                    match std::str::from_utf8(number) {
                        Ok(text) if number::read(number).is_some() => into.push(shape, name, text),
                        _ => return Err(cursor.syntax("a number")),
                    }
                }
                Shape::True | Shape::False | Shape::Null => {
                    cursor.word(word_of(shape))?;
                    into.push(shape, name, "");
                }
            }
            loop {
                let Some(&parent) = open.last() else { return Ok(()) };
                cursor.skip_space();
                let shape = into.items[parent].shape;
                if cursor.take(b',') {
                    if shape == Shape::Array {
                        name = NO_CODE;
                        break;
                    }
                    name = self.member(cursor)?;
                    if name != NO_CODE {
                        break;
                    }
                    continue;
                }
                if !cursor.take(end_of(shape)) {
                    return Err(cursor.syntax("a comma or the end of the value"));
                }
                into.items[parent].end = into.items.len() as u32;
                open.pop();
            }
        }
    }

    /// Goes to the value of the next member that is kept, and gives the code of its name; [`NO_CODE`] where the object ends before
    /// one.
    fn member(&mut self, cursor: &mut Cursor<'_>) -> Result<u32, Fault> {
        loop {
            cursor.skip_space();
            let name = cursor.text()?;
            let code = self.name(name)?;
            cursor.expect(b':', "a colon")?;
            if code != NO_CODE {
                return Ok(code);
            }
            cursor.skip_value()?;
            cursor.skip_space();
            if !cursor.take(b',') {
                return Ok(NO_CODE);
            }
        }
    }

    /// The code of a name that is kept.
    fn name(&mut self, name: RawText<'_>) -> Result<u32, Fault> {
        if !name.escaped && !self.keeps_all {
            return Ok(self.names.find_bytes(name.bytes).unwrap_or(NO_CODE));
        }
        let mut scratch = String::new();
        let name = name.read(&mut scratch)?;
        Ok(if self.keeps_all { self.names.intern(name) } else { self.names.find(name).unwrap_or(NO_CODE) })
    }
}

impl Part {
    /// Nothing yet, with room for a little more than this one has.
    fn alike(&self) -> Self {
        let more = |len: usize| len + len / 4;
        let (text, items) = (more(self.text.len()), more(self.items.len()));
        Self { text: String::with_capacity(text), items: Vec::with_capacity(items) }
    }

    fn push(&mut self, shape: Shape, name: u32, text: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let item = Item { shape, name, start, end: self.text.len() as u32 };
        // Until its end is known an object or a list has nothing in it.
        let end = if item.has_values() { self.items.len() as u32 + 1 } else { item.end };
        self.items.push(Item { end, ..item });
    }
}

fn end_of(shape: Shape) -> u8 {
    if shape == Shape::Object { b'}' } else { b']' }
}

fn word_of(shape: Shape) -> &'static str {
    match shape {
        Shape::True => "true",
        Shape::False => "false",
        _ => "null",
    }
}

/// A value of a tape, or none: what is looked up in vain is like `null`.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Node<'t> {
    tape: &'t Tape,
    part: &'t Part,
    at: u32,
}

impl<'t> Node<'t> {
    fn item(self) -> Option<&'t Item> {
        self.part.items.get(self.at as usize)
    }

    fn none(self) -> Self {
        Self { at: u32::MAX, ..self }
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

    /// Whether there is a value, be it `null`.
    pub fn is_there(self) -> bool {
        self.item().is_some()
    }

    /// Whether there is nothing, or `null`.
    pub fn is_none(self) -> bool {
        self.item().is_none_or(|item| item.shape == Shape::Null)
    }

    /// The member called `name`.
    #[inline(never)]
    pub fn get(self, name: &str) -> Node<'t> {
        debug_assert!(
            self.tape.keeps_all || self.tape.names.find(name).is_some(),
            "{name} is none of the reader's names"
        );
        let code = if self.is_object() { self.tape.names.find(name) } else { None };
        let found = code.and_then(|code| self.inner(Shape::Object).find(|member| member.name() == code));
        found.unwrap_or(self.none())
    }

    /// Whether there is a member called `name`, whatever its value.
    #[inline(never)]
    pub fn has(self, name: &str) -> bool {
        self.get(name).is_there()
    }

    /// The values of a list; of anything else none.
    pub fn list(self) -> Nodes<'t> {
        self.inner(Shape::Array)
    }

    /// The names and values of an object; of anything else none.
    pub fn members(self) -> impl Iterator<Item = (&'t str, Node<'t>)> {
        let name = |member: Node<'t>| member.tape.names.get(member.name()).unwrap_or_default();
        self.inner(Shape::Object).map(move |member| (name(member), member))
    }

    /// The values in a value of a shape.
    #[inline]
    fn inner(self, shape: Shape) -> Nodes<'t> {
        let end = self.item().filter(|item| item.shape == shape).map_or(0, |item| item.end);
        Nodes { next: Self { at: self.at.saturating_add(1).min(end), ..self }, end }
    }

    fn name(self) -> u32 {
        self.item().map_or(NO_CODE, |item| item.name)
    }

    fn raw(self) -> &'t str {
        let item = self.item().filter(|item| !item.has_values());
        let text = item.and_then(|item| self.part.text.get(item.start as usize..item.end as usize));
        text.unwrap_or_default()
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
    next: Node<'t>,
    end: u32,
}

impl<'t> Iterator for Nodes<'t> {
    type Item = Node<'t>;

    #[inline]
    fn next(&mut self) -> Option<Node<'t>> {
        if self.next.at >= self.end {
            return None;
        }
        let node = self.next;
        let item = node.item()?;
        self.next.at = if item.has_values() { item.end } else { node.at + 1 };
        Some(node)
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

    /// A value with all that is in it.
    fn written(node: Node<'_>) -> String {
        let listed: Vec<String> = node.list().map(written).collect();
        let members: Vec<String> =
            node.members().map(|(name, value)| format!("{name}:{}", written(value))).collect();
        let shape = node.item().unwrap().shape;
        format!("{shape:?} {:?} [{}] {{{}}}", node.raw(), listed.join(","), members.join(","))
    }

    #[test]
    fn values_are_found_by_name_and_place() {
        let json = br#" {"a":[1,{"b":[]},"x\n"],"c":{"d":null,"e":true},"f":-2.5} [] "last" "#;
        let tape = read(json, &[]).unwrap();
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
        assert_eq!(read(b"\"\xff\"", &[]).unwrap_err().details().code, "invalid-utf8");
    }
    #[test]
    fn members_that_nobody_asks_for_are_checked_and_forgotten() {
        let json =
            br#"{"x":{"a":1},"a":{"y":[{"a":2}],"a":[{"z":null},{"a":"b","z":"\u00e9"}]},"z":3} {"z":0}"#;
        let tape = read(json, &["a"]).unwrap();
        let roots: Vec<Node<'_>> = tape.roots().collect();
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
            let mut tape = Tape::new(Dictionary::default());
            let taken = tape.read(&json[..cut], false).unwrap();
            tape.read(&json[taken..], true).unwrap();
            let told = |tape: &Tape| tape.roots().map(written).collect::<Vec<_>>().join(" ");
            assert_eq!(told(&tape), told(&whole), "{cut}");
        }
    }
}
