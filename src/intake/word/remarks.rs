//! What of a document was not taken over as it is: counted while reading, told once for each kind.
//!
//! In: cases. Out: messages, in a fixed order. Refuses to know: wording (see the catalog).

use std::collections::BTreeMap;

use crate::diagnostic::Message;
use crate::diagnostic::catalog::word;

/// A kind of thing that is not taken over as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Remark {
    /// Macros.
    Macro,
    /// A tracked change.
    Change,
    /// A comment.
    Comment,
    /// Hidden characters.
    Hidden,
    /// A picture that only Windows can draw, or that is damaged.
    Format,
    /// A picture that lies outside of the file.
    Elsewhere,
    /// A picture that is larger than a picture may be.
    Large,
    /// A formula.
    Formula,
    /// Characters above or below the line.
    Raised,
    /// A chart, a diagram, an embedded file, a character of a symbol font that nobody knows.
    Object,
    /// A merged cell, or a table in a table.
    Cell,
}

/// How often each kind occurred.
#[derive(Debug, Default)]
pub(super) struct Remarks(BTreeMap<Remark, usize>);

impl Remarks {
    /// One more.
    pub fn add(&mut self, remark: Remark) {
        *self.0.entry(remark).or_default() += 1;
    }

    /// All of them, as messages.
    pub fn told(&self) -> Vec<Message> {
        let message = |(remark, count): (&Remark, &usize)| match remark {
            Remark::Macro => word::macros(),
            Remark::Change => word::tracked(*count),
            Remark::Comment => word::comments(*count),
            Remark::Hidden => word::hidden(*count),
            Remark::Format => word::picture(*count, "是 EMF、WMF 等格式或者已损坏"),
            Remark::Elsewhere => word::picture(*count, "只是链接，图不在文档里"),
            Remark::Large => word::picture(*count, "超过 20 MB"),
            Remark::Formula => word::formula(*count),
            Remark::Raised => word::raised(*count),
            Remark::Object => word::object(*count),
            Remark::Cell => word::cells(*count),
        };
        self.0.iter().map(message).collect()
    }
}
