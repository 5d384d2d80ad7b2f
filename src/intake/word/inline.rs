//! The pieces of a paragraph → one line of Markdown, or several with line breaks between them.
//!
//! In: pieces. Out: lines. Bold and struck-out text is marked where Markdown can read the marks; where it could not,
//! the look is given up and never a character. Refuses to know: blocks.

use unicode_general_category::{GeneralCategory, get_general_category};

use super::escape::{address, escaped};
use super::page::{Ink, Piece};

/// What stands right beside a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// Nothing.
    Nothing,
    /// A character.
    Plain(char),
    /// Text with marks of its own that begins, or ends, with this character; it may yet have to give them up.
    Marked(Option<char>),
}

/// What is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A paragraph.
    Text,
    /// A heading, which is bold as it is.
    Heading,
    /// A cell of a table.
    Cell,
}

/// The lines of a paragraph; empty ones are left out. `notes` are the numbers of the notes, by their places.
pub(super) fn lines(pieces: &[Piece], place: Place, notes: &[Option<usize>]) -> Vec<String> {
    let parts = pieces.split(|piece| *piece == Piece::Break);
    let lines = parts.map(|part| line(part, place, notes).trim().to_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    if place == Place::Text { lines } else { vec![lines.join(" ")] }
}

fn line(pieces: &[Piece], place: Place, notes: &[Option<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        match piece {
            Piece::Text(_, _, Some(link)) => {
                let same = |piece: &&Piece| matches!(piece, Piece::Text(_, _, Some(to)) if to == link);
                let count = pieces[at..].iter().take_while(same).count();
                let inner: String = (at..at + count).map(|at| text(pieces, at, place)).collect();
                out.push_str(&linked(&inner, link));
                at += count;
                continue;
            }
            Piece::Text(..) => out.push_str(&text(pieces, at, place)),
            Piece::Picture(name, alt) => out.push_str(&format!("![{}](<{name}>)", escaped(alt, place == Place::Cell))),
            Piece::Note(note) => {
                if let Some(number) = notes.get(*note).copied().flatten() {
                    out.push_str(&format!("[^{number}]"));
                }
            }
            Piece::Break => {}
        }
        at += 1;
    }
    out
}

fn linked(inner: &str, link: &str) -> String {
    let core = inner.trim();
    if core.is_empty() {
        return inner.to_owned();
    }
    let start = inner.len() - inner.trim_start().len();
    format!("{}[{core}](<{}>){}", &inner[..start], address(link), &inner[start + core.len()..])
}

/// The text of one piece with its marks.
fn text(pieces: &[Piece], at: usize, place: Place) -> String {
    let Some(Piece::Text(text, ink, _)) = pieces.get(at) else { return String::new() };
    let in_cell = place == Place::Cell;
    let after_note = at > 0 && matches!(pieces[at - 1], Piece::Note(_)) && text.starts_with('(');
    let plain = || format!("{}{}", if after_note { "\\" } else { "" }, escaped(text, in_cell));
    let Some(mark) = mark(*ink).filter(|_| place != Place::Heading) else { return plain() };
    let core = text.trim();
    let start = text.len() - text.trim_start().len();
    let (before, after) = (&text[..start], &text[start + core.len()..]);
    let left = if before.is_empty() { neighbour(pieces, at, false) } else { Beside::Plain(' ') };
    let right = if after.is_empty() { neighbour(pieces, at, true) } else { Beside::Plain(' ') };
    if core.is_empty() || !holds(core, left, right, mark) {
        return plain();
    }
    format!("{before}{mark}{}{mark}{after}", escaped(core, in_cell))
}

fn mark(ink: Ink) -> Option<&'static str> {
    match ink {
        Ink { struck: true, .. } => Some("~~"),
        Ink { bold: true, .. } => Some("**"),
        _ => None,
    }
}

/// What is beside a piece, as the marks there see it.
fn neighbour(pieces: &[Piece], at: usize, right: bool) -> Beside {
    let beside = if right { pieces.get(at + 1) } else { at.checked_sub(1).and_then(|at| pieces.get(at)) };
    let Some(Piece::Text(_, _, own)) = pieces.get(at) else { return Beside::Nothing };
    let nearest = |text: &str| if right { text.chars().next() } else { text.chars().next_back() };
    match beside {
        Some(Piece::Text(text, ink, link)) if link == own => match mark(*ink) {
            Some(_) => Beside::Marked(nearest(text)),
            None => nearest(text).map_or(Beside::Nothing, Beside::Plain),
        },
        None | Some(Piece::Break) => Beside::Nothing,
        Some(_) => Beside::Plain('['),
    }
}

/// Whether marks around these characters are read as marks: CommonMark 0.31, 6.2, and the remedy for Chinese
/// punctuation that `parse` puts on it.
fn holds(core: &str, left: Beside, right: Beside, mark: &str) -> bool {
    let (Some(first), Some(last)) = (core.chars().next(), core.chars().next_back()) else { return false };
    let Some(sign) = mark.chars().next() else { return false };
    let clash = [first, last].contains(&sign) || [left, right].contains(&Beside::Plain(sign));
    !clash && side_holds(first, left) && side_holds(last, right)
}

fn side_holds(inner: char, beside: Beside) -> bool {
    match beside {
        Beside::Nothing => true,
        Beside::Plain(outer) if outer.is_whitespace() => true,
        Beside::Plain(outer) if is_digit_pair(inner, outer) => false,
        Beside::Plain(outer) => !is_punctuation(inner) || is_punctuation(outer) || is_cjk(inner) || is_cjk(outer),
        Beside::Marked(outer) => !is_punctuation(inner) && !outer.is_some_and(|outer| is_digit_pair(inner, outer)),
    }
}

/// Between two digits `*` and `~` are signs.
fn is_digit_pair(one: char, other: char) -> bool {
    one.is_numeric() && other.is_numeric()
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Punctuation and symbols, as CommonMark counts them.
fn is_punctuation(c: char) -> bool {
    use GeneralCategory as Is;
    let letter = matches!(
        get_general_category(c),
        Is::UppercaseLetter
            | Is::LowercaseLetter
            | Is::TitlecaseLetter
            | Is::ModifierLetter
            | Is::OtherLetter
            | Is::DecimalNumber
            | Is::LetterNumber
            | Is::OtherNumber
            | Is::NonspacingMark
            | Is::SpacingMark
    );
    !letter && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pieces: &[(&str, bool, bool)]) -> String {
        let piece = |(text, bold, struck): &(&str, bool, bool)| {
            Piece::Text((*text).to_owned(), Ink { bold: *bold, struck: *struck }, None)
        };
        lines(&pieces.iter().map(piece).collect::<Vec<_>>(), Place::Cell, &[]).concat()
    }

    #[test]
    fn marks_that_a_neighbour_gives_up_are_not_relied_upon() {
        assert_eq!(set(&[("甲", true, false), ("乙", false, true)]), "**甲**~~乙~~");
        // The second piece gives its marks up, and between two digits the third one's would be signs.
        assert_eq!(set(&[("*", true, false), ("*1", false, true), ("0", true, false)]), "\\*\\*10");
    }
}
