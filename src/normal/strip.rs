//! A passage as a strip of characters that steps may exchange and take out, and the edits which that comes to.
//!
//! In: a passage. Out: the passage as it is then, and edits of the text from which it was read. Refuses to know: what
//! is right. Characters that are written otherwise in the text (`&amp;`), that are an address or a tag, and the ends of
//! lines stay as they are, whatever a step asks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::addresses::within;
use super::width::{is_format, narrow};
use crate::model::prose::OBJECT;
use crate::model::writing::{is_blank, is_chinese};
use crate::model::{Edit, Passage, Role, Span};

/// The reason whose edits are counted one by one, even side by side.
pub(super) const HALF_WIDTH: &str = "半角标点";

/// One character, and where in the passage it comes from.
#[derive(Debug, Clone, Copy)]
struct Cell {
    character: char,
    from: u32,
    /// Whether it stands there twice.
    twice: bool,
    kept: bool,
    /// Whether it is the end of a line, read as a blank because no Chinese is beside it.
    joint: bool,
}

/// A passage that is being mended.
#[derive(Debug)]
pub(super) struct Strip<'a> {
    passage: &'a Passage,
    /// Its characters; none at all where no step has anything to do.
    cells: Vec<Cell>,
    /// Why a character is another one than it was, by where it comes from.
    reasons: BTreeMap<u32, &'static str>,
    gone: Vec<(u32, &'static str)>,
    /// What changes can be asked for at all: signs that were there once, by `sign`.
    signs: u32,
    /// Whether lines were joined in it with a blank.
    joint: bool,
}

/// A number for each sign that a step looks for; 0 for what none does.
fn sign(character: char) -> u32 {
    match character {
        ',' | ';' | ':' | '?' | '!' => POINTS,
        '(' | ')' => BRACKETS,
        '"' | '＂' => QUOTES,
        '．' => DOTS | WIDE,
        '.' | '…' | '⋯' | '·' | '・' => DOTS,
        '-' | '－' | '─' | '―' => DASHES,
        '％' => WIDE,
        character if narrow(character) != character => WIDE,
        character if is_blank(character) => BLANKS,
        '\u{200c}' | '\u{200d}' => UNSEEN,
        character if is_format(character) => UNSEEN,
        _ => 0,
    }
}

/// What a text has of these.
fn signs(text: &str) -> u32 {
    let (mut signs, mut last) = (0, ' ');
    let mut rest = text;
    while let Some(first) = rest.as_bytes().first() {
        // Nearly all of it is U+4000 to U+9FFF, none of which is a sign.
        if matches!(first, 0xe4..=0xe9) {
            (last, rest) = ('中', &rest[3..]);
            continue;
        }
        let Some(character) = rest.chars().next() else { break };
        rest = &rest[character.len_utf8()..];
        let next = sign(character);
        if next & (BLANKS | UNSEEN) == 0 {
            let point = |c| matches!(c, '，' | '。' | '、' | '；' | '：' | ',' | ';' | ':' | '.' | '．');
            signs |= if point(last) && point(character) { ROWS } else { 0 };
            last = character;
        }
        signs |= next;
    }
    signs
}

/// The addresses in a text, as they are when digits and letters are narrow and what has no width is gone from it.
fn addresses(text: &str, changes: bool) -> Vec<(usize, usize)> {
    if !changes {
        return within(text);
    }
    let (mut shown, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    for (at, character) in text.char_indices().filter(|(_, c)| !is_format(*c)) {
        shown.push(narrow(character));
        places.resize(shown.len(), at);
    }
    places.push(text.len());
    within(&shown).into_iter().map(|(start, end)| (places[start], places[end])).collect()
}

/// Half-width points.
pub(super) const POINTS: u32 = 1;
/// Half-width brackets.
pub(super) const BRACKETS: u32 = 2;
/// Straight quotation marks.
pub(super) const QUOTES: u32 = 4;
/// Dots of any kind.
pub(super) const DOTS: u32 = 8;
/// Two points side by side, or with nothing but blanks between them.
pub(super) const ROWS: u32 = 16;
/// Strokes that are no dashes.
pub(super) const DASHES: u32 = 32;
/// Full-width digits and letters.
pub(super) const WIDE: u32 = 64;
/// Blanks.
pub(super) const BLANKS: u32 = 128;
/// Characters without width.
pub(super) const UNSEEN: u32 = 256;

/// The characters of a passage with these signs.
fn cells(passage: &Passage, signs: u32) -> Vec<Cell> {
    let mut protected = addresses(&passage.text, signs & (UNSEEN | WIDE) != 0).into_iter().peekable();
    // Most characters are of three bytes.
    let mut cells = Vec::with_capacity(passage.text.len() / 2);
    for (from, character) in passage.text.char_indices() {
        while protected.peek().is_some_and(|(_, end)| *end <= from) {
            protected.next();
        }
        let address = protected.peek().is_some_and(|(start, _)| *start <= from);
        let kept = address && !is_format(character) || matches!(character, OBJECT | '\n');
        let joint = character == ' ' && !passage.is_literal(from, from + 1);
        // A passage is part of a file, whose size is limited far below this (intake).
        cells.push(Cell { character, from: u32::try_from(from).unwrap_or(u32::MAX), twice: false, kept, joint });
    }
    cells
}

impl<'a> Strip<'a> {
    /// The passage as it is.
    pub(super) fn of(passage: &'a Passage) -> Self {
        let signs = signs(&passage.text);
        let cells = if signs == 0 { Vec::new() } else { cells(passage, signs) };
        let joint = cells.iter().any(|cell| cell.joint);
        Strip { passage, cells, reasons: BTreeMap::new(), gone: Vec::new(), signs, joint }
    }

    /// Whether there is nothing that a step might look for; then it stays as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.signs == 0
    }

    /// Whether it had one of these signs when it came.
    pub(super) fn had(&self, signs: u32) -> bool {
        self.signs & signs != 0
    }

    /// Whether it had what is seen otherwise once it is put right: characters without width, wide digits, lines of
    /// Latin, characters that are written otherwise.
    pub(super) fn is_odd(&self) -> bool {
        self.had(UNSEEN | WIDE) || self.joint || self.passage.has_fixed()
    }

    /// What the passage is in its document.
    pub(super) fn role(&self) -> Role {
        self.passage.role
    }

    /// The first character of its text.
    pub(super) fn first(&self) -> Option<char> {
        if self.is_plain() { self.passage.text.chars().next() } else { self.get(0) }
    }

    /// The last character of its text.
    pub(super) fn last(&self) -> Option<char> {
        if self.is_plain() { self.passage.text.chars().next_back() } else { self.back(self.len()).next() }
    }

    /// How many characters it has. (This and what follows is for steps: a plain strip has no use for them.)
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The character at `at`.
    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.cells.get(at).map(|cell| cell.character)
    }

    /// The character before `at`.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// Its characters, from `from` on.
    pub(super) fn from(&self, from: usize) -> impl Iterator<Item = char> {
        self.cells.get(from..).unwrap_or_default().iter().map(|cell| cell.character)
    }

    /// Its characters before `to`, the last one first.
    pub(super) fn back(&self, to: usize) -> impl Iterator<Item = char> {
        self.cells.get(..to).unwrap_or_default().iter().rev().map(|cell| cell.character)
    }

    /// Whether the character at `at` may be exchanged or taken out.
    pub(super) fn is_free(&self, at: usize) -> bool {
        self.cells.get(at).is_some_and(|cell| {
            let (from, to) = self.bytes(cell.from);
            !cell.kept && self.passage.is_literal(from, to)
        })
    }

    /// Puts another character at `at`, if that may be.
    pub(super) fn put(&mut self, at: usize, character: char, reason: &'static str) {
        if self.get(at) != Some(character) && self.is_free(at) {
            self.cells[at].character = character;
            self.reasons.insert(self.cells[at].from, reason);
        }
    }

    /// Has the character at `at` stand there twice, if that may be.
    pub(super) fn double(&mut self, at: usize, reason: &'static str) {
        if self.is_free(at) {
            self.cells[at].twice = true;
            self.reasons.insert(self.cells[at].from, reason);
        }
    }

    /// Whether the character at `at` is one that stands there twice.
    pub(super) fn is_double(&self, at: usize) -> bool {
        self.cells.get(at).is_some_and(|cell| cell.twice)
    }

    /// Takes out what is at these places, in order, as far as that may be.
    pub(super) fn remove(&mut self, places: &[usize], reason: &'static str) {
        let mut places: Vec<usize> = places.iter().copied().filter(|at| self.is_free(*at)).collect();
        places.dedup();
        if places.is_empty() {
            return;
        }
        for at in &places {
            let from = self.cells[*at].from;
            self.reasons.remove(&from);
            self.gone.push((from, reason));
        }
        let (mut at, mut places) = (0, places.into_iter().peekable());
        self.cells.retain(|_| {
            at += 1;
            places.next_if_eq(&(at - 1)).is_none()
        });
    }

    /// Lines that meet in Chinese now are joined without a blank, as reading them again will join them.
    /// Says whether there were any.
    pub(super) fn rejoin(&mut self) -> bool {
        if !self.joint {
            return false;
        }
        let before = self.len();
        let beside = |at: Option<usize>| at.and_then(|at| self.get(at)).is_some_and(is_chinese);
        let drop = |at: usize| self.cells[at].joint && (beside(at.checked_sub(1)) || beside(Some(at + 1)));
        let kept: Vec<Cell> = (0..before).filter(|at| !drop(*at)).map(|at| self.cells[at]).collect();
        self.cells = kept;
        self.len() < before
    }

    /// How much was changed so far: it grows with every change.
    pub(super) fn changes(&self) -> usize {
        self.gone.len() + self.reasons.len()
    }

    /// The passage as it is now.
    pub(super) fn text(&self) -> Cow<'_, str> {
        if self.is_plain() {
            return Cow::Borrowed(&self.passage.text);
        }
        let twice = |cell: &Cell| std::iter::repeat_n(cell.character, 1 + usize::from(cell.twice));
        self.cells.iter().flat_map(twice).collect()
    }

    /// The bytes of the passage which a character comes from that begins at `from`.
    fn bytes(&self, from: u32) -> (usize, usize) {
        let from = from as usize;
        let length = self.passage.text[from..].chars().next().map_or(0, char::len_utf8);
        (from, from + length)
    }

    /// What is to be changed in the text for it.
    pub(super) fn edits(&self) -> Vec<Edit> {
        if self.changes() == 0 {
            return Vec::new();
        }
        let changed = self.reasons.iter().filter_map(|(from, reason)| {
            let cell = self.cells[self.cells.binary_search_by_key(from, |cell| cell.from).ok()?];
            Some((*from, std::iter::repeat_n(cell.character, 1 + usize::from(cell.twice)).collect(), *reason))
        });
        let gone = self.gone.iter().map(|(from, reason)| (*from, String::new(), *reason));
        let mut all: Vec<(u32, String, &'static str)> = changed.chain(gone).collect();
        all.sort_by_key(|(from, ..)| *from);
        let mut edits: Vec<Edit> = Vec::with_capacity(all.len());
        for (from, put, reason) in all {
            let (from, to) = self.bytes(from);
            let span = Span::new(self.passage.place(from), self.passage.place(from) + (to - from));
            match edits.last_mut() {
                Some(last) if last.span.end == span.start && last.reason == reason && reason != HALF_WIDTH => {
                    last.span.end = span.end;
                    last.put += &put;
                }
                _ => edits.push(Edit { span, put, reason }),
            }
        }
        edits
    }
}
