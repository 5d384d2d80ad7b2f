//! Bytes → the plain text of the document that they were made of.
//!
//! In: what `packing` wrote. Out: what `Document::text` would tell of the document, in UTF-16 units, without the document
//! being made: the search index reads every text several times. Refuses to know: places, addresses, labels.

use super::reading::Reading;
use super::{block, inline};

const LINE_FEED: u16 = 0x0a;
const TAB: u16 = 0x09;

pub(super) struct Telling<'b> {
    reading: Reading<'b>,
    units: Vec<u16>,
}

impl<'b> Telling<'b> {
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        // Nearly all of the bytes are units, two bytes each.
        Telling { reading: Reading::of(bytes), units: Vec::with_capacity(bytes.len() / 2) }
    }

    /// All of the text.
    pub(super) fn told(mut self) -> Vec<u16> {
        self.blocks();
        self.units
    }

    fn blocks(&mut self) {
        self.all(Self::block);
    }

    fn all(&mut self, each: impl Fn(&mut Self)) {
        (0..self.reading.number()).for_each(|_| each(self));
    }

    fn block(&mut self) {
        self.reading.span();
        match self.reading.number() {
            block::PARAGRAPH => self.line(Self::inlines),
            block::HEADING => {
                self.reading.number();
                self.line(Self::inlines);
            }
            block::LIST => {
                self.reading.stretch();
                self.all(|telling| {
                    telling.reading.maybe();
                    telling.blocks();
                });
            }
            block::QUOTE => self.blocks(),
            block::CODE => self.line(Self::text),
            block::TABLE => self.table(),
            block::FOOTNOTE => {
                self.reading.stretch();
                self.blocks();
            }
            _ => {}
        }
    }

    fn line(&mut self, tell: impl Fn(&mut Self)) {
        tell(self);
        self.units.push(LINE_FEED);
    }

    fn table(&mut self) {
        self.all(|telling| {
            telling.reading.number();
        });
        self.row();
        self.all(Self::row);
    }

    fn row(&mut self) {
        self.line(|telling| {
            telling.all(|telling| {
                telling.inlines();
                telling.units.push(TAB);
            });
        });
    }

    fn inlines(&mut self) {
        self.all(Self::inline);
    }

    fn inline(&mut self) {
        self.reading.span();
        match self.reading.number() {
            inline::TEXT | inline::CODE => self.text(),
            inline::STRONG | inline::EMPHASIS | inline::STRIKE => self.inlines(),
            inline::LINK => {
                self.reading.stretch();
                self.inlines();
            }
            inline::IMAGE => {
                self.reading.stretch();
                self.reading.stretch();
            }
            inline::FOOTNOTE_REF => drop(self.reading.stretch()),
            _ => self.units.push(LINE_FEED),
        }
    }

    fn text(&mut self) {
        match self.reading.stretch() {
            (true, wide) => self.units.extend(Reading::units(wide)),
            (false, narrow) if narrow.is_ascii() => self.units.extend(narrow.iter().map(|byte| u16::from(*byte))),
            (false, narrow) => self.units.extend(String::from_utf8_lossy(narrow).encode_utf16()),
        }
    }
}
