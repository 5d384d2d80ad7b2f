//! A name is written the same way throughout a text: quoted names that differ in one character, bodies that bear the word
//! 区, 县, 街道 … in one place and not in another, and names of units that are almost those of the register.
//!
//! Names are compared by what is left when one character is taken away, each once: no name with every other.

use std::collections::HashMap;

use super::stops::{BODY, Kind, NAME, Stops};
use super::whole::{Whole, head, tail};
use crate::diagnostic::{Findings, catalog::sense as words};
use crate::model::Role;
use crate::model::writing::is_han;
use crate::rules::Case;

/// The shortest and the longest quoted names, in characters.
const QUOTED: std::ops::RangeInclusive<usize> = 5..=24;
/// Characters in which two names differ and both are right.
const TELLING: &str = "一二三四五六七八九十百零〇两上中下左右先前后东西南北内外大小多少高低新旧老男女甲乙丙丁省市县区乡镇村州国党政军民工农商学年月日季周进出入买卖借贷增减升降正反早晚首末初终开关有无加双单文武公私城你我他它河湖林田山路";
/// Words for areas, which a name has or lacks.
const AREAS: [&str; 6] = ["街道", "区", "县", "市", "镇", "乡"];
/// With what the name of a body ends, and how many characters of its own it has before that.
const BODIES: [&str; 14] = [
    "社区",
    "委员会",
    "居委会",
    "村委会",
    "派出所",
    "卫生院",
    "服务中心",
    "合作社",
    "供销社",
    "联合社",
    "工业园",
    "产业园",
    "新村",
    "小学",
];

pub fn check(case: &Case<'_>, whole: &Whole<'_>, stops: &Stops, findings: &mut Findings<'_>) {
    let places = |kind: Kind| stops.of_kind(kind).filter(|(at, _)| whole.role(*at) != Some(Role::Footnote));
    quoted(whole, &quoted_names(&whole.text, places(NAME)), findings);
    bodies(whole, &bodies_in(&whole.text, places(BODY)), findings);
    units(case, whole, findings);
}

// ---- quoted names -----------------------------------------------------------

/// A name with its place.
type Name<'a> = (usize, &'a str);

fn quoted<'a>(whole: &'a Whole<'_>, names: &[Name<'a>], findings: &mut Findings<'_>) {
    if names.len() < 2 {
        return;
    }
    // What is left of a name without its character at a place → the first name of which that is left.
    let mut left: HashMap<(usize, String), Name<'_>> = HashMap::new();
    let mut shorter: HashMap<String, Name<'_>> = HashMap::new();
    let known: HashMap<&str, usize> = names.iter().rev().map(|(at, name)| (*name, *at)).collect();
    let mut told: Vec<&str> = Vec::new();
    for (at, name) in names {
        if known[name] != *at || told.contains(name) {
            continue;
        }
        let characters: Vec<char> = name.chars().collect();
        for (place, gone) in characters.iter().enumerate() {
            let rest: String = characters[..place].iter().chain(&characters[place + 1..]).collect();
            let inner = place > 0 && place + 1 < characters.len();
            let other = left.get(&(place, rest.clone())).copied().filter(|(_, other)| may_be_slip(other, place, *gone));
            let other = other.or_else(|| shorter.get(&rest).copied().filter(|_| inner && !TELLING.contains(*gone)));
            if let Some((_, other)) = other.filter(|(_, other)| other != name) {
                tell(whole, (*at, name), other, findings);
                told.push(name);
                break;
            }
            left.entry((place, rest)).or_insert((*at, name));
        }
        shorter.entry((*name).to_owned()).or_insert((*at, name));
    }
}

/// Whether `gone` may stand by mistake for the character of `other` at that place, or the other way round.
fn may_be_slip(other: &str, place: usize, gone: char) -> bool {
    other.chars().nth(place).is_some_and(|there| !(TELLING.contains(there) && TELLING.contains(gone)) && there != gone)
}

/// What stands between quotation or title marks and is a name: Chinese characters only.
fn quoted_names(text: &str, openings: impl Iterator<Item = (usize, char)>) -> Vec<Name<'_>> {
    let mut names = Vec::new();
    for (at, open) in openings {
        let begin = at + open.len_utf8();
        let name = head(&text[begin..], *QUOTED.end() + 1).split(|c: char| !is_han(c)).next().unwrap_or_default();
        let closed = text[begin + name.len()..].starts_with(['”', '》']);
        if closed && QUOTED.contains(&name.chars().count()) {
            names.push((begin, name));
        }
    }
    names
}

fn tell(whole: &Whole<'_>, (at, name): Name<'_>, other: &str, findings: &mut Findings<'_>) {
    findings.at(whole.span(at, at + name.len()), words::name_drifts(name, other));
}

// ---- bodies -----------------------------------------------------------------

/// 盘龙区金沙社区 and 盘龙金沙社区: what stands before a body's own name, with a word for an area and without.
fn bodies(whole: &Whole<'_>, names: &[Body], findings: &mut Findings<'_>) {
    let text = &whole.text;
    // 盘龙 | 金沙社区 → where it stands with 区 between, and in which words.
    let mut with: HashMap<String, &str> = HashMap::new();
    for (at, body) in names {
        for own in 2..=4 {
            let Some((name_at, area, front)) = with_area(&text[..*at], own) else { continue };
            let whole_name = &text[name_at..at + body.len()];
            let bare = format!("{front}{}", &text[name_at + front.len() + area.len()..at + body.len()]);
            with.entry(bare).or_insert(whole_name);
        }
    }
    if with.is_empty() {
        return;
    }
    let mut told: Vec<&str> = Vec::new();
    for (at, body) in names {
        for long in 4..=6 {
            let start = at.saturating_sub(tail(&text[..*at], long).len());
            let bare = &text[start..at + body.len()];
            if let Some(full) = with.get(bare).filter(|_| !told.contains(&bare)) {
                told.push(bare);
                tell(whole, (start, bare), full, findings);
            }
        }
    }
}

/// What a name of a body ends in, and where that begins.
type Body = (usize, &'static str);

/// Where names of bodies end, with what they end in.
fn bodies_in(text: &str, places: impl Iterator<Item = (usize, char)>) -> Vec<Body> {
    let mut found = Vec::new();
    for (at, last) in places {
        let name = &text[..at + last.len_utf8()];
        let ends = BODIES.iter().filter(|body| name.ends_with(**body));
        found.extend(ends.map(|body| (name.len() - body.len(), *body)));
    }
    found
}

/// Two characters and a word for an area before the `own` last characters of a text: where they begin, the word, the two.
fn with_area(text: &str, own: usize) -> Option<(usize, &'static str, &str)> {
    let before = &text[..text.len() - tail(text, own).len()];
    let area = AREAS.into_iter().find(|area| before.ends_with(area))?;
    let before = &before[..before.len() - area.len()];
    let front = tail(before, 2);
    let two = front.chars().count() == 2
        && front.chars().all(is_han)
        && !front.ends_with(['市', '区', '县', '全', '各', '我', '本', '该', '在']);
    two.then_some((before.len() - front.len(), area, front))
}

// ---- units ------------------------------------------------------------------

/// A unit's name as in units.toml, but for one character.
fn units(case: &Case<'_>, whole: &Whole<'_>, findings: &mut Findings<'_>) {
    let Some(roster) = case.roster else { return };
    for (range, name) in roster.almost().find(&whole.text) {
        let (start, end) = (range.start, range.end);
        let written = &whole.text[start..end];
        if whole.role(start) != Some(Role::Footnote) && roster.resolve(written).is_none() {
            findings.at(whole.span(start, end), words::unit_drifts(written, &name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::model::Roster;
    use crate::rules::sense::testing::{found, found_in, in_time};

    const CODE: &str = "name-drift";

    #[test]
    fn one_name_in_two_writings_is_found_at_the_second() {
        assert_eq!(found(CODE, "颁发“改革试点创新奖”。对获“改革试点创优奖”的单位，"), ["改革试点创优奖"]);
        assert_eq!(found(CODE, "《政务服务实施办法》印发后，依据《政务服务实施方法》"), ["政务服务实施方法"]);
        assert_eq!(found(CODE, "盘龙区金沙社区成立议事厅。在盘龙金沙社区，"), ["盘龙金沙社区"]);
        assert_eq!(found(CODE, "成立“农民合作综合服务中心”，“农民合作社综合服务中心”"), ["农民合作社综合服务中心"]);
    }

    #[test]
    fn names_that_differ_on_purpose_are_none() {
        for text in [
            "“改革试点创新奖”。“改革试点创新奖”。",
            "“第一批改革清单”“第二批改革清单”",
            "《县级工作方案》《市级工作方案》",
            "“最先一公里”和“最后一公里”",
            "盘龙区金沙社区和盘龙区青云社区",
            "“自主经营”“自负盈亏”",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }

    #[test]
    fn a_unit_almost_written_as_in_the_register_is_found() {
        let text = "[[unit]]\nid = \"zhujian\"\nname = \"市住房和城乡建设局\"\nclass = \"市级部门\"\naliases = [\"市住房城乡建设局\"]\n";
        let roster: Roster = crate::config::roster_from_text(std::path::Path::new("units.toml"), text).expect("units");
        let found = |text: &str| found_in(CODE, text, &Settings::regime(), Some(&roster));
        assert_eq!(found("据市住房与城乡建设局介绍，"), ["市住房与城乡建设局"]);
        assert!(found("市住房城乡建设局、市住房和城乡建设局").is_empty());
    }

    #[test]
    fn many_names_take_no_longer_than_as_many_words() {
        let names: String =
            (0..3000_u32).map(|n| format!("“改革{}试点”", char::from_u32(0x4e00 + n).unwrap_or('新'))).collect();
        in_time(CODE, &names);
    }
}
