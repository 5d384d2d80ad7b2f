//! Places in a text at which some rule of sense has to look, found in one pass for all of them.
//!
//! In: a text. Out: places with their characters, by kind. Refuses to know: what is looked for at a place.

use std::sync::LazyLock;

/// A kind of places: a bit for each.
pub(super) type Kind = u8;

/// Names in quotation or title marks begin here.
pub(super) const NAME: Kind = 1;
/// The name of a body may end here: 社区, 委员会, 派出所.
pub(super) const BODY: Kind = 2;
/// A date or a figure may lack its digits here.
pub(super) const FIGURE: Kind = 4;
/// Characters may be gone between this one and the next.
pub(super) const HOLE: Kind = 8;
/// Something may have been left to be filled in.
pub(super) const BLANK: Kind = 16;
/// A unit may speak of itself.
pub(super) const SELF: Kind = 32;
/// A share is told.
pub(super) const SHARE: Kind = 128;
/// The second character of a hole; no place by itself.
const BEHIND: Kind = 64;

const KINDS: [(Kind, &str); 8] = [
    (NAME, "“《"),
    (BODY, "区会所院心社园村学"),
    (FIGURE, "月时点共总合累%％万亿"),
    (HOLE, "，、：；（“《□口\u{fffd}"),
    (BLANK, "T待（(此请【xXｘＸ×╳＊*_＿某○◯"),
    (SELF, "我"),
    (SHARE, "%％"),
    (BEHIND, "。；，、）”》□口"),
];

/// The kinds of each character up to U+FFFF.
static TABLE: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let mut table = vec![0; 0x1_0000];
    for (kind, characters) in KINDS {
        characters.chars().for_each(|c| table[c as usize] |= kind);
    }
    table
});

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stop {
    at: u32,
    kinds: Kind,
    character: char,
}

/// The places of a text, in order.
#[derive(Debug)]
pub(super) struct Stops(Vec<Stop>);

impl Stops {
    /// Looks through a text.
    pub(super) fn of(text: &str) -> Self {
        let table = &*TABLE;
        let mut stops: Vec<Stop> = Vec::with_capacity(text.len() / 32);
        let mut before = false;
        for (at, character) in text.char_indices() {
            let mut kinds = table.get(character as usize).copied().unwrap_or_default();
            // Two marks without anything between them are rare, and one mark is no hole.
            if let (true, true, Some(first)) = (before, kinds & BEHIND != 0, stops.last_mut()) {
                first.kinds |= HOLE;
            }
            before = kinds & HOLE != 0;
            kinds &= if character == char::REPLACEMENT_CHARACTER { !BEHIND } else { !(HOLE | BEHIND) };
            if before || kinds != 0 {
                stops.push(Stop { at: u32::try_from(at).unwrap_or(u32::MAX), kinds, character });
            }
        }
        stops.retain(|stop| stop.kinds != 0);
        Stops(stops)
    }

    /// The places of a kind, each with its character.
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (usize, char)> + '_ {
        self.0.iter().filter(move |stop| stop.kinds & kind != 0).map(|stop| (stop.at as usize, stop.character))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: Kind, text: &str) -> Vec<char> {
        Stops::of(text).of_kind(kind).map(|(_, c)| c).collect()
    }

    #[test]
    fn places_are_found_by_their_kinds() {
        let text = "“甲”社区，共3月。我市xx";
        assert_eq!(found(NAME, text), ['“']);
        assert_eq!(found(BODY, text), ['社', '区']);
        assert_eq!(found(FIGURE, text), ['共', '月']);
        assert_eq!(found(BLANK, text), ['x', 'x']);
        assert_eq!(found(SELF, text), ['我']);
        assert!(found(HOLE, text).is_empty());
    }

    #[test]
    fn a_hole_is_where_two_marks_meet() {
        assert_eq!(found(HOLE, "甲，。乙“”丙，丁"), ['，', '“']);
        assert_eq!(found(HOLE, "口口口"), ['口', '口']);
        assert_eq!(found(HOLE, "甲\u{fffd}乙，"), ['\u{fffd}']);
    }
}
