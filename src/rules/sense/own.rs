//! 我县, 我局 are somebody else where a city's bulletin says them, and 我市 is where it goes up to the province.
//!
//! A text for the city's own bulletin may say 我市: the bulletin is the city's. It may not say 我区: readers of nine
//! districts would each think of their own. A title marked `upward` in kuaibao.toml goes to a higher office; there the
//! city is called by its name too.

use super::stops::{SELF, Stops};
use super::whole::{Whole, tail};
use crate::diagnostic::{Findings, catalog::sense as words};
use crate::model::{Unit, UnitClass};
use crate::rules::Case;

/// How a county, a zone and a department call themselves.
const OF_AREAS: [&str; 4] = ["我县", "我区", "我乡", "我镇"];
const OF_BODIES: [&str; 5] = ["我局", "我委", "我办", "我单位", "我部"];

pub fn check(case: &Case<'_>, whole: &Whole<'_>, stops: &Stops, findings: &mut Findings<'_>) {
    let mut places = stops.of_kind(SELF).peekable();
    if places.peek().is_none() {
        return;
    }
    let unit = unit(case);
    for (at, _) in places {
        let mut known = OF_AREAS.iter().chain(&OF_BODIES);
        let Some(word) = known.find(|word| whole.text[at..].starts_with(**word)) else { continue };
        let area = OF_AREAS.contains(word);
        let fits = |unit: &&Unit| area == matches!(unit.class, UnitClass::County | UnitClass::Zone);
        if is_said_by_the_author(&whole.text, at, word) {
            let name = unit.filter(fits).map(|unit| unit.name.as_str());
            findings.at(whole.span(at, at + word.len()), words::own_unit(word, name));
        }
    }
    if goes_up(case) {
        let city = city(&case.settings.office);
        for (at, word) in
            whole.text.match_indices("我市").filter(|(at, word)| is_said_by_the_author(&whole.text, *at, word))
        {
            findings.at(whole.span(at, at + word.len()), words::own_city(city.as_deref()));
        }
    }
}

/// The unit that hands the text in; of several nobody knows who says 我.
fn unit<'a>(case: &Case<'a>) -> Option<&'a Unit> {
    match &case.brief.units[..] {
        [] => case.roster?.resolve(case.folder),
        [one] => case.roster?.resolve(&one.value),
        _ => None,
    }
}

/// Whether the title for which the text is meant goes to a higher office.
fn goes_up(case: &Case<'_>) -> bool {
    let wanted = case.brief.series.as_ref().and_then(|series| case.settings.series_named(&series.value));
    let usual = || case.settings.series.iter().find(|series| series.id == case.settings.default_series);
    wanted.or_else(usual).is_some_and(|series| series.upward)
}

/// Not within quotation marks, where others speak, and no part of 自我单位.
fn is_said_by_the_author(text: &str, at: usize, word: &str) -> bool {
    let near = tail(&text[..at], 200).rsplit('\n').next().unwrap_or_default();
    let open = near.matches('“').count() > near.matches('”').count();
    let joined = near.ends_with(['自', '忘', '大'])
        || text[at + word.len()..].starts_with(['分', '域', '间', '公', '门', '队', '员', '理', '事', '场', '长']);
    !open && !joined
}

/// 中共昆明市委… → 昆明市
fn city(office: &str) -> Option<String> {
    let name = office.strip_prefix("中共").unwrap_or(office);
    let (city, rest) = name.split_once('市')?;
    (!city.is_empty() && (rest.starts_with('委') || rest.starts_with("人民政府"))).then(|| format!("{city}市"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::city;
    use crate::config::{Settings, roster_from_text};
    use crate::rules::sense::testing::found_in;

    const UNITS: &str = "[[unit]]\nid = \"panlong\"\nname = \"盘龙区\"\nclass = \"县区\"\n";
    const OFFICE: &str = "[office]\nname = \"中共云湖市委全面深化改革领导小组办公室\"\n[[series]]\nid = \"kb\"\ntitle = \"快报\"\nupward = true\n[[series]]\nid = \"dt\"\ntitle = \"动态\"\n";

    fn found(code: &str, series: &str, text: &str) -> usize {
        let roster = roster_from_text(Path::new("units.toml"), UNITS).expect("units");
        let settings = Settings::from_text(Path::new("kuaibao.toml"), OFFICE, &roster).expect("settings");
        let text = format!("---\n标题: 甲\n单位: 盘龙区\n投向: {series}\n---\n\n{text}");
        found_in(code, &text, &settings, Some(&roster)).len()
    }

    #[test]
    fn a_county_says_its_name_and_a_city_too_when_the_text_goes_up() {
        assert_eq!(found("own-unit", "动态", "我区推行一窗受理。"), 1);
        assert_eq!(found("own-unit", "动态", "群众说：“我区变了样。”自我单位"), 0);
        assert_eq!(found("own-unit", "动态", "我市推行一窗受理。"), 0);
        assert_eq!(found("own-city", "动态", "我市推行一窗受理。"), 0);
        assert_eq!(found("own-city", "快报", "我市推行一窗受理。"), 1);
        assert_eq!(found("own-city", "快报", "自我市场化改革以来"), 0);
    }

    #[test]
    fn the_city_is_in_the_offices_name() {
        assert_eq!(city("中共昆明市委全面深化改革领导小组办公室").as_deref(), Some("昆明市"));
        assert_eq!(city("银川市人民政府办公室").as_deref(), Some("银川市"));
        assert_eq!(city("本办"), None);
    }
}
