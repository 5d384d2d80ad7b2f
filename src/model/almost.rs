//! Names of units that are written almost right: one character wrong, missing or too many.
//!
//! In: the roster's names, and a text. Out: what is written, and the name that is meant. Each character of a text is
//! looked at once, and compared with the names that end in the same two characters. Refuses to know: places, findings.

use std::collections::HashMap;
use std::ops::Range;

/// Shorter names differ in one character from too many others (市财政局, 市民政局).
const SHORTEST: usize = 6;
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
                && name.len() >= SHORTEST
            {
                let bit = last as usize & 0xffff;
                almost.ends[bit / 64] |= 1 << (bit % 64);
                almost.by_end.entry([one, last]).or_default().push(name);
            }
        }
        almost
    }

    /// Every place of `text` (in characters) that is almost one of the names, with that name. A place that ends with a
    /// name as it should be is none.
    pub fn find(&self, text: &[char]) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        for end in SHORTEST - 1..=text.len() {
            let last = text[end - 1];
            let bit = last as usize & 0xffff;
            if self.ends.get(bit / 64).is_none_or(|word| word & (1 << (bit % 64)) == 0) {
                continue;
            }
            let Some(names) = self.by_end.get(&[text[end - 2], last]) else { continue };
            if names.iter().any(|name| text[..end].ends_with(name)) {
                continue;
            }
            let meant = names.iter().find_map(|name| Some((end - almost(&text[..end], name)?..end, name)));
            found.extend(meant.map(|(range, name)| (range, name.iter().collect())));
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
        let text: Vec<char> = text.chars().collect();
        let told = Almost::of(names.into_iter()).find(&text);
        told.into_iter().map(|(range, name)| (text[range].iter().collect(), name)).collect()
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
