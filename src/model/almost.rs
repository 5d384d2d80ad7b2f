//! Names of units that are written almost right: one character wrong, missing or too many.
//!
//! In: the roster's names, and a text. Out: what is written, and the name that is meant. Each character of a text is
//! looked at once, and compared with the names that end in the same two characters. Refuses to know: places, findings.

use std::collections::HashMap;
use std::ops::Range;

/// Shorter names differ in one character from too many others (市财政局, 市民政局).
const SHORTEST: usize = 6;
/// Longer names are not looked for.
const LONGEST: usize = 40;
/// Characters in which two names may differ and both be right: numbers, directions, kinds of places.
const TELLING: &str =
    "一二三四五六七八九十零〇两上中下左右前后东西南北内外大小新老旧省市县区乡镇村州甲乙丙丁党政军民工农商男女总分副正";

/// The names by their last two characters.
#[derive(Debug, Clone, Default)]
pub struct Almost {
    by_end: HashMap<[char; 2], Vec<Vec<char>>>,
    /// One bit for the low bits of each last character: most characters of a text end no name.
    ends: Vec<u64>,
}

impl Almost {
    /// Of all names that units bear.
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut almost = Almost { by_end: HashMap::new(), ends: vec![0; 1024] };
        for name in names {
            let name: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
            if let [.., one, last] = name[..]
                && (SHORTEST..LONGEST).contains(&name.len())
            {
                let bit = last as usize & 0xffff;
                almost.ends[bit / 64] |= 1 << (bit % 64);
                almost.by_end.entry([one, last]).or_default().push(name);
            }
        }
        almost
    }

    /// Every place of `text` that is almost one of the names, with that name. A place that ends with a name as it should
    /// be is none.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        let mut before = ' ';
        for (at, last) in text.char_indices() {
            let bit = last as usize & 0xffff;
            let ends = self.ends.get(bit / 64).is_some_and(|word| word & (1 << (bit % 64)) != 0);
            let names = if ends { self.by_end.get(&[before, last]) } else { None };
            before = last;
            let Some(names) = names else { continue };
            let end = at + last.len_utf8();
            let start = text[..end].char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
            let near: Vec<char> = text[start..end].chars().collect();
            if names.iter().any(|name| near.ends_with(name)) {
                continue;
            }
            let meant = names.iter().find_map(|name| Some((almost(&near, name)?, name)));
            found.extend(meant.map(|(count, name)| {
                let length: usize = near[near.len() - count..].iter().map(|c| c.len_utf8()).sum();
                (end - length..end, name.iter().collect())
            }));
        }
        found
    }
}

/// How many characters at the end of `text` are `name` but for one character; neither the first two nor the last two.
fn almost(text: &[char], name: &[char]) -> Option<usize> {
    let common = text.iter().rev().zip(name.iter().rev()).take_while(|(a, b)| a == b).count();
    if common < 2 || common + 3 > name.len() {
        return None;
    }
    let (here, there) = (&text[..text.len() - common], &name[..name.len() - common]);
    let (wrong, right) = (here.last()?, there.last()?);
    let telling = |c: &char| TELLING.contains(*c);
    let is_word = |c: &char| c.is_alphanumeric();
    let (front, rest) = (&there[..there.len() - 1], &here[..here.len() - 1]);
    if rest.ends_with(front) && is_word(wrong) && !telling(wrong) && !telling(right) {
        return Some(name.len());
    }
    if rest.ends_with(there) && is_word(wrong) && !telling(wrong) {
        return Some(name.len() + 1);
    }
    (here.ends_with(front) && !telling(right)).then_some(name.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let names = ["市住房和城乡建设局", "市政务服务管理局", "官渡区委改革办", "市民政局"];
        let told = Almost::of(names.into_iter()).find(text);
        told.into_iter().map(|(range, name)| (text[range].to_owned(), name)).collect()
    }

    #[test]
    fn one_character_wrong_missing_or_too_many_is_found() {
        let pair = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
        assert_eq!(found("据市住房与城乡建设局介绍"), pair("市住房与城乡建设局", "市住房和城乡建设局"));
        assert_eq!(found("市住房城乡建设局"), pair("市住房城乡建设局", "市住房和城乡建设局"));
        assert_eq!(found("市政务服务的管理局"), pair("市政务服务的管理局", "市政务服务管理局"));
    }

    #[test]
    fn right_names_other_bodies_and_short_names_are_none() {
        for text in ["市住房和城乡建设局", "西山区委改革办", "市财政局", "局", "", "市政务服务中心", "城市管理局"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
