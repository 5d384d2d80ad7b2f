//! One item of an issue: what lists show of it, and its text and pictures, which are put in where somebody shows them.
//!
//! In: what an issue's folder says. Out: items that thousands of lists can hold without their texts. Refuses to know:
//! folders, how texts are read, pages.

use std::sync::{Arc, OnceLock};

use super::document::Document;
use super::image::ImageFormat;
use super::packed::Packed;
use super::receipt::{Digest, ReceiptNo};
use super::unit::UnitId;

/// One item of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its place in the issue, from 1: also its address.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Who supplied it, as written and as known.
    pub sources: Vec<SourceUnit>,
    /// 类型.
    pub kind: String,
    /// 专项小组.
    pub group: Option<String>,
    /// 关键词.
    pub tags: Vec<String>,
    /// The text.
    pub body: Body,
    /// The digest of the file that the text was read from.
    pub digest: Digest,
    /// The source as printed at the end, with its brackets.
    pub attribution: String,
    /// The images of the text: where the author says they are, and the file they are in the folder.
    pub images: Vec<ItemImage>,
    /// The brief it was made from; `None` for issues from before the tool.
    pub receipt: Option<ReceiptNo>,
    /// Whether it was withdrawn after publishing: its text is then not to be shown.
    pub withdrawn: bool,
}

/// The text of an item, or the room for it: lists of thousands of items do without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body(OnceLock<Packed>);

impl From<Document> for Body {
    fn from(text: Document) -> Self {
        Body(OnceLock::from(Packed::of(&text)))
    }
}

impl Item {
    /// The text, taken apart anew: whoever asks keeps it while he needs it.
    ///
    /// # Panics
    /// Where the item was listed without it: whoever shows a text has to say so beforehand, and a page without it must
    /// never be taken for finished.
    pub fn text(&self) -> Document {
        self.packed().document()
    }

    /// The plain text in UTF-16 units, as `Document::text` tells it; the same holds of it.
    ///
    /// # Panics
    /// Where the item was listed without it.
    pub fn units(&self) -> Vec<u16> {
        self.packed().units()
    }

    fn packed(&self) -> &Packed {
        let text = self.body.0.get();
        text.unwrap_or_else(|| panic!("the text of item {} “{}” was not read", self.number, self.title))
    }

    /// Whether its text was read.
    pub fn is_read(&self) -> bool {
        self.body.0.get().is_some()
    }

    /// Takes the text and the pictures out.
    pub fn empty(&mut self) {
        self.body = Body::default();
        self.images.iter_mut().for_each(|image| image.bytes = OnceLock::new());
    }

    /// Puts in the text and the pictures of the same item, as it was read in the meantime.
    pub fn fill(&self, read: Item) {
        if let Some(text) = read.body.0.into_inner() {
            let _ = self.body.0.set(text);
        }
        for (image, read) in self.images.iter().zip(read.images) {
            if let Some(bytes) = read.bytes.into_inner() {
                let _ = image.bytes.set(bytes);
            }
        }
    }
}

/// A supplying unit (供稿单位).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceUnit {
    /// As the unit wrote it.
    pub written: String,
    /// Which unit that is, where the register knows it.
    pub unit: Option<UnitId>,
}

/// An image of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemImage {
    /// As referred to in the text.
    pub source: String,
    /// Its bytes, where the text was read as well.
    bytes: OnceLock<Arc<[u8]>>,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its format.
    pub format: ImageFormat,
}

impl ItemImage {
    /// The image with these bytes.
    pub fn new(source: impl Into<String>, bytes: Arc<[u8]>, format: ImageFormat) -> Self {
        ItemImage { source: source.into(), digest: Digest::of(&bytes), bytes: OnceLock::from(bytes), format }
    }

    /// The same of which only the digest is known.
    pub fn unread(source: impl Into<String>, digest: Digest, format: ImageFormat) -> Self {
        ItemImage { source: source.into(), digest, bytes: OnceLock::new(), format }
    }

    /// Its bytes.
    ///
    /// # Panics
    /// Where the item was listed without its text.
    pub fn bytes(&self) -> &Arc<[u8]> {
        self.bytes.get().unwrap_or_else(|| panic!("the picture “{}” was not read", self.source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(body: Body) -> Item {
        let image = ItemImage::unread("图.png", Digest::of(b"bytes"), ImageFormat::Png);
        Item {
            number: 1,
            title: "推进改革".to_owned(),
            sources: Vec::new(),
            kind: "信息".to_owned(),
            group: None,
            tags: Vec::new(),
            body,
            digest: Digest::default(),
            attribution: String::new(),
            images: vec![image],
            receipt: None,
            withdrawn: false,
        }
    }

    #[test]
    #[should_panic(expected = "was not read")]
    fn a_text_that_was_not_read_is_not_taken_for_an_empty_one() {
        item(Body::default()).text();
    }

    #[test]
    #[should_panic(expected = "was not read")]
    fn nor_is_a_picture() {
        item(Body::default()).images[0].bytes();
    }

    #[test]
    fn text_and_pictures_are_put_in_once_and_stay() {
        let listed = item(Body::default());
        let mut read = item(Document::default().into());
        read.images = vec![ItemImage::new("图.png", Arc::from(*b"bytes"), ImageFormat::Png)];
        listed.fill(read);
        assert!(listed.is_read() && listed.images[0].bytes()[..] == *b"bytes");
    }
}
