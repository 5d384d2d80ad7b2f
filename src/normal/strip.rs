//! A passage as a strip of characters that steps may exchange and take out, and the edits which that comes to.
//!
//! In: a passage. Out: the passage as it is then, and edits of the text from which it was read. Refuses to know: what
//! is right. Characters that are written otherwise in the text (`&amp;`), that are an address or a tag, and the ends of
//! lines stay as they are, whatever a step asks.

use super::addresses::within;
use super::width::{is_format, narrow};
use crate::model::prose::OBJECT;
use crate::model::writing::{is_blank, is_chinese};
use crate::model::{Edit, Passage, Role, Span};

/// The reason whose edits are counted one by one, even side by side.
pub(super) const HALF_WIDTH: &str = "半角标点";

/// One character, and which bytes of the passage it comes from.
#[derive(Debug, Clone, Copy)]
struct Cell {
    character: char,
    from: usize,
    to: usize,
    /// Why it is another one than it was; empty when it is not.
    reason: &'static str,
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
    cells: Vec<Cell>,
    gone: Vec<(usize, usize, &'static str)>,
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
        '.' | '．' | '…' | '⋯' | '·' | '・' => DOTS,
        '-' | '－' | '─' | '―' => DASHES,
        '\u{ff05}'..='\u{ff5a}' => WIDE,
        character if is_blank(character) => BLANKS,
        '\u{ad}' | '\u{200b}'..='\u{206f}' | '\u{feff}' => UNSEEN,
        _ => 0,
    }
}

/// What a text has of these.
fn signs(text: &str) -> u32 {
    let (mut signs, mut last) = (0, ' ');
    for character in text.chars() {
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

impl<'a> Strip<'a> {
    /// The passage as it is.
    pub(super) fn of(passage: &'a Passage) -> Self {
        let signs = signs(&passage.text);
        let mut protected = addresses(&passage.text, signs & (UNSEEN | WIDE) != 0).into_iter().peekable();
        let cell = |(from, character): (usize, char)| {
            let to = from + character.len_utf8();
            while protected.peek().is_some_and(|(_, end)| *end <= from) {
                protected.next();
            }
            let address = protected.peek().is_some_and(|(start, _)| *start <= from);
            let kept = address && !is_format(character) || matches!(character, OBJECT | '\n');
            let joint = character == ' ' && !passage.is_literal(from, to);
            Cell { character, from, to, reason: "", twice: false, kept, joint }
        };
        let cells: Vec<Cell> = passage.text.char_indices().map(cell).collect();
        let joint = cells.iter().any(|cell| cell.joint);
        Strip { passage, cells, gone: Vec::new(), signs, joint }
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

    /// How many characters it has.
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
        self.cells.get(at).is_some_and(|cell| !cell.kept && self.passage.is_literal(cell.from, cell.to))
    }

    /// Puts another character at `at`, if that may be.
    pub(super) fn put(&mut self, at: usize, character: char, reason: &'static str) {
        if self.get(at) != Some(character) && self.is_free(at) {
            (self.cells[at].character, self.cells[at].reason) = (character, reason);
        }
    }

    /// Has the character at `at` stand there twice, if that may be.
    pub(super) fn double(&mut self, at: usize, reason: &'static str) {
        if self.is_free(at) {
            (self.cells[at].twice, self.cells[at].reason) = (true, reason);
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
        self.gone.extend(places.iter().map(|at| (self.cells[*at].from, self.cells[*at].to, reason)));
        let (mut at, mut places) = (0, places.into_iter().peekable());
        self.cells.retain(|_| {
            at += 1;
            places.next_if_eq(&(at - 1)).is_none()
        });
    }

    /// Lines that meet in Chinese now are joined without a blank, as reading them again will join them.
    /// Says whether there were any.
    pub(super) fn rejoin(&mut self) -> bool {
        let before = self.len();
        if self.cells.iter().any(|cell| cell.joint) {
            let beside = |at: Option<usize>| at.and_then(|at| self.get(at)).is_some_and(is_chinese);
            let drop = |at: usize| self.cells[at].joint && (beside(at.checked_sub(1)) || beside(Some(at + 1)));
            let kept: Vec<Cell> = (0..self.len()).filter(|at| !drop(*at)).map(|at| self.cells[at]).collect();
            self.cells = kept;
        }
        self.len() < before
    }

    /// How much was changed so far: it grows with every change.
    pub(super) fn changes(&self) -> usize {
        self.gone.len() + self.cells.iter().filter(|cell| !cell.reason.is_empty()).count()
    }

    /// The passage as it is now.
    pub(super) fn text(&self) -> String {
        let twice = |cell: &Cell| std::iter::repeat_n(cell.character, 1 + usize::from(cell.twice));
        self.cells.iter().flat_map(twice).collect()
    }

    /// What is to be changed in the text for it.
    pub(super) fn edits(&self) -> Vec<Edit> {
        let changed = self.cells.iter().filter(|cell| !cell.reason.is_empty()).map(|cell| {
            let put = std::iter::repeat_n(cell.character, 1 + usize::from(cell.twice)).collect();
            (cell.from, cell.to, put, cell.reason)
        });
        let gone = self.gone.iter().map(|(from, to, reason)| (*from, *to, String::new(), *reason));
        let mut all: Vec<(usize, usize, String, &'static str)> = changed.chain(gone).collect();
        all.sort_by_key(|(from, ..)| *from);
        let mut edits: Vec<Edit> = Vec::with_capacity(all.len());
        for (from, to, put, reason) in all {
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
