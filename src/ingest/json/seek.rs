//! Looking for the array of records under a path of keys, through chunks of any size.

/// A search under way.
#[derive(Debug)]
pub(super) struct Seek {
    path: Vec<String>,
    /// Open objects and arrays.
    depth: usize,
    /// How many of the open objects lie on the path.
    on_path: usize,
    /// The key or text last read, as it is written; cut where it cannot be on the path any more.
    text: Vec<u8>,
    /// Whether `text` is the key of the value that comes next.
    is_key: bool,
    in_text: bool,
    after_backslash: bool,
}

impl Seek {
    pub fn new(path: &str) -> Self {
        Self {
            path: path.split('.').map(str::to_string).collect(),
            depth: 0,
            on_path: 0,
            text: Vec::new(),
            is_key: false,
            in_text: false,
            after_backslash: false,
        }
    }

    pub fn path(&self) -> String {
        self.path.join(".")
    }

    /// Where in `chunk` the array begins, after its bracket.
    pub fn push(&mut self, chunk: &[u8]) -> Option<usize> {
        chunk.iter().position(|&byte| self.step(byte)).map(|at| at + 1)
    }

    /// Takes a byte and says whether it opens the array.
    fn step(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.after_backslash => self.after_backslash = false,
                b'\\' => self.after_backslash = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            let wanted = self.path.get(self.on_path.saturating_sub(1)).map_or(0, String::len);
            if self.in_text && self.text.len() <= wanted {
                self.text.push(byte);
            }
            return false;
        }
        match byte {
            b'"' => {
                self.in_text = true;
                self.is_key = false;
                self.text.clear();
            }
            b':' => self.is_key = true,
            b',' => self.is_key = false,
            b'{' => {
                let here = self.depth == self.on_path && (self.depth == 0 || self.is_wanted());
                self.on_path += usize::from(here && self.on_path < self.path.len());
                self.depth += 1;
                self.is_key = false;
            }
            b'[' => {
                if self.depth == self.path.len() && self.on_path == self.depth && self.is_wanted() {
                    return true;
                }
                self.depth += 1;
                self.is_key = false;
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.on_path = self.on_path.min(self.depth);
                self.is_key = false;
            }
            _ => {}
        }
        false
    }

    /// Whether the key just read is the next one of the path.
    fn is_wanted(&self) -> bool {
        let wanted = self.on_path.checked_sub(1).and_then(|at| self.path.get(at));
        self.is_key && wanted.is_some_and(|wanted| wanted.as_bytes() == self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seek(path: &str, text: &str, size: usize) -> Option<usize> {
        let mut seek = Seek::new(path);
        let mut passed = 0;
        for chunk in text.as_bytes().chunks(size) {
            match seek.push(chunk) {
                Some(at) => return Some(passed + at),
                None => passed += chunk.len(),
            }
        }
        None
    }

    #[test]
    fn only_the_array_under_the_whole_path_counts() {
        let text = r#"{"rows":[{"rows":[]}], "a\"":"rows", "x":{"a":{"rows":[9]}}, "a":{"rows":{"rows":[8]},"b":[[1]],"n":null,"rows" : [5]}}"#;
        for size in 1..text.len() {
            assert_eq!(seek("rows", text, size), Some(9), "{size}");
            assert_eq!(seek("a.b", text, size), text.find("[1]"), "{size}");
            assert_eq!(seek("a.rows", text, size), text.find("5]"), "{size}");
            assert_eq!(seek("a.rows.rows", text, size), text.find("8]"), "{size}");
            assert_eq!(seek("a", text, size), None, "{size}");
            assert_eq!(seek("row", text, size), None, "{size}");
            assert_eq!(seek("x.rows", text, size), None, "{size}");
        }
    }
}
