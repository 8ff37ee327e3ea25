//! A value of a row as it came: a cell of text, or a value of JSON.

use std::borrow::Cow;

use crate::ingest::json::tape::Node;

/// A cell of text, or a value of JSON.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    Text(&'a str),
    Node(Node<'a>),
}

impl<'a> Part<'a> {
    /// Whether it says that there is nothing.
    pub fn is_nothing(self) -> bool {
        match self {
            Part::Text(text) => text.is_empty(),
            Part::Node(node) => node.is_none(),
        }
    }

    /// A text that is not empty, a number as it is written, or `true` or `false`.
    pub fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Part::Text(text) => Some(Cow::Borrowed(text)).filter(|text| !text.is_empty()),
            Part::Node(node) if node.is_flag() => {
                Some(Cow::Borrowed(if node.is_true() { "true" } else { "false" }))
            }
            Part::Node(node) => node.word().map(Cow::Borrowed),
        }
    }

    /// The value of JSON, where it is one.
    pub fn node(self) -> Option<Node<'a>> {
        match self {
            Part::Text(_) => None,
            Part::Node(node) => Some(node),
        }
    }
}
