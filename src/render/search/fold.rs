//! Characters as the index knows them: lower case, half width, simplified; and where a run of them ends.
//!
//! In: texts. Out: their runs in UTF-16 units, which is how the reader's browser counts, so that both sides speak of
//! the same thing. The page that searches gets the very tables that were used here. Refuses to know: documents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hanconv::RawDictionary;

/// The unit between two runs: no text holds it.
pub const GAP: u16 = 0;

/// Units that belong to words, after folding. Everything else (punctuation, blanks, signs) ends a run.
pub const WORDS: [(u16, u16); 20] = [
    (0x30, 0x39),
    (0x61, 0x7a),
    (0xdf, 0xf6),
    (0xf8, 0x24f),
    (0x370, 0x373),
    (0x376, 0x37d),
    (0x386, 0x386),
    (0x388, 0x52f),
    (0x2070, 0x209c),
    (0x2150, 0x218b),
    (0x2460, 0x24ff),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3041, 0x3096),
    (0x30a1, 0x30fa),
    (0x30fc, 0x312f),
    (0x3220, 0x33ff),
    (0x3400, 0x9fff),
    (0xac00, 0xd7a3),
    (0xf900, 0xfaff),
];

/// High surrogates of the planes of rare Chinese characters (U+20000–U+3FFFF): both halves belong to words.
pub const RARE: (u16, u16) = (0xd840, 0xd8bf);

/// Characters that nobody sees, such as come along when a text is copied: they part no run. The page that searches
/// drops the same ones from a query. All of them are one unit.
pub fn is_unseen(unit: u16) -> bool {
    // Nearly all characters, at a glance.
    if matches!(unit, 0..=0xac | 0x3000..=0xfdff) {
        return false;
    }
    matches!(unit, 0xad | 0x34f | 0x61c | 0x180b..=0x180f | 0x200b..=0x200f)
        || matches!(unit, 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff)
}

/// The units of a text without what nobody sees.
pub fn seen(text: &str) -> Vec<u16> {
    text.encode_utf16().filter(|unit| !is_unseen(*unit)).collect()
}

/// Folded units by unit; `GAP` for what ends a run.
static FOLDED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let simplified: BTreeMap<u16, u16> = simplified().collect();
    (0..=u16::MAX).map(|unit| folded_slowly(unit, &simplified)).collect()
});

/// Traditional characters with their simplified forms, where both are one unit. A character that is a simplified form
/// itself keeps its own.
fn simplified() -> impl Iterator<Item = (u16, u16)> {
    RawDictionary::TSCharacters.iter().filter_map(|(from, to)| {
        let (from, to) = (single(from)?, single(to)?);
        (from != to).then_some((from, to))
    })
}

fn single(text: &str) -> Option<u16> {
    let mut units = text.encode_utf16();
    units.next().filter(|_| units.next().is_none())
}

fn folded_slowly(unit: u16, simplified: &BTreeMap<u16, u16>) -> u16 {
    let half = if (0xff01..=0xff5e).contains(&unit) { unit - 0xfee0 } else { unit };
    let lower = char::from_u32(half.into()).map_or(half, |c| {
        let mut lower = c.to_lowercase();
        let first = lower.next().filter(|_| lower.len() == 0);
        first.and_then(|c| u16::try_from(u32::from(c)).ok()).unwrap_or(half)
    });
    let plain = simplified.get(&lower).copied().unwrap_or(lower);
    if WORDS.iter().any(|(from, to)| (*from..=*to).contains(&plain)) { plain } else { GAP }
}

/// The pairs of a unit and its folded form that differ, as far as the folded form is one of `used`: what the page
/// that searches needs to fold a query. Lower case and width it folds by itself.
pub fn pairs(used: &BTreeSet<u16>) -> Vec<(u16, u16)> {
    let pairs: BTreeMap<u16, u16> = simplified().filter(|(_, to)| used.contains(to)).collect();
    pairs.into_iter().collect()
}

/// Appends the runs of a text, each followed by a gap. A point between digits and a per cent sign after one belong to
/// the number: 11.3亿元, 82.8%.
pub fn push_runs(text: &[u16], out: &mut Vec<u16>) {
    let table = FOLDED.as_slice();
    out.reserve(text.len() + 1);
    let mut low_belongs = false;
    for (at, unit) in text.iter().enumerate() {
        let folded = match table[usize::from(*unit)] {
            GAP => exception(text, at, out.last().copied(), &mut low_belongs),
            folded => folded,
        };
        if folded != GAP || out.last().is_some_and(|last| *last != GAP) {
            out.push(folded);
        }
    }
    if out.last().is_some_and(|last| *last != GAP) {
        out.push(GAP);
    }
}

/// What a unit is that ends a run as a rule: marks within numbers and halves of rare characters do not.
fn exception(text: &[u16], at: usize, before: Option<u16>, low_belongs: &mut bool) -> u16 {
    let after_digit = before.is_some_and(is_digit);
    let before_digit = || text.get(at + 1).is_some_and(|next| is_digit(FOLDED[usize::from(*next)]));
    match text[at] {
        0x2e | 0xff0e if after_digit && before_digit() => 0x2e,
        0x25 | 0xff05 if after_digit => 0x25,
        high @ 0xd800..=0xdbff => {
            *low_belongs = (RARE.0..=RARE.1).contains(&high);
            if *low_belongs { high } else { GAP }
        }
        low @ 0xdc00..=0xdfff if *low_belongs => low,
        _ => GAP,
    }
}

fn is_digit(unit: u16) -> bool {
    (0x30..=0x39).contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<String> {
        let mut units = Vec::new();
        push_runs(&seen(text), &mut units);
        let runs = units.split(|unit| *unit == GAP).filter(|run| !run.is_empty());
        runs.map(|run| String::from_utf16(run).expect("whole characters")).collect()
    }

    #[test]
    fn punctuation_ends_a_run_and_width_case_and_script_do_not_matter() {
        assert_eq!(runs("全面深化改革，一是ＧＤＰ增长；“放管服”"), ["全面深化改革", "一是gdp增长", "放管服"]);
        assert_eq!(runs("全面深化改革"), runs("全面深化改革"));
        assert_eq!(runs("國務院辦公廳"), ["国务院办公厅"]);
        assert_eq!(runs("２０１６年 ①甲〇号\n㎡"), ["2016年", "①甲〇号", "㎡"]);
        assert_eq!(runs("……——"), [] as [&str; 0]);
    }

    #[test]
    fn numbers_keep_their_point_and_their_per_cent() {
        assert_eq!(runs("完成11.3亿元，占82.8%。"), ["完成11.3亿元", "占82.8%"]);
        assert_eq!(runs("见第3.第4条 50％的"), ["见第3", "第4条", "50%的"]);
        assert_eq!(runs("www.km.gov.cn"), ["www", "km", "gov", "cn"]);
    }

    #[test]
    fn rare_characters_are_whole_and_pictures_are_none() {
        assert_eq!(runs("村𠮷林😀下"), ["村𠮷林", "下"]);
    }

    #[test]
    fn the_page_gets_only_the_pairs_it_can_use() {
        let used = "国".encode_utf16().collect();
        let pairs = pairs(&used);
        assert!(pairs.contains(&(u16::try_from(u32::from('國')).expect("one unit"), 0x56fd)));
        assert!(pairs.iter().all(|(_, to)| *to == 0x56fd));
    }
}
