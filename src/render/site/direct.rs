//! What a query may be the very name of: titles, units, topics, groups, years, issues.
//!
//! In: roster and index. Out: names with the pages that bear them, for the search page to offer before its results.
//! Issues are told as stretches of numbers, since there are thousands. Refuses to know: queries.

use serde_json::{Value, json};

use super::super::address;
use super::super::archive::Title;
use super::super::json;
use super::Site;
use crate::model::{Issue, Unit};

/// All of it, as JSON that may stand in a `script` element.
pub(super) fn direct(site: &Site<'_>) -> String {
    let titles = site.index.titles.iter().map(|title| named("刊物", &[title.name], &address::series_path(title.id)));
    let units = site.archive.roster.units().iter().map(unit);
    let topics = site.index.topics.iter().map(|(name, topic)| named("主题", &[name], &topic.path));
    let groups = site.index.groups.iter().map(|(name, group)| named("专项小组", &[name], &group.path));
    let years = site.index.years.keys().map(|year| named("年份", &[&format!("{year}年")], &address::year_path(*year)));
    let names: Vec<Value> = titles.chain(units).chain(topics).chain(groups).chain(years).collect();
    let issues: Vec<Value> = site.index.titles.iter().map(|title| issues(site, title)).collect();
    json::text(json!({ "names": names, "issues": issues }))
}

/// The first name is the one that is shown.
fn named(kind: &str, names: &[&str], path: &str) -> Value {
    json!([kind, path, names])
}

fn unit(unit: &Unit) -> Value {
    let names: Vec<&str> = unit.names().collect();
    named("单位", &names, &address::unit_path(&unit.id))
}

/// A title with stretches of numbered issues: year, first number, last number, running total of the first or nought.
fn issues(site: &Site<'_>, title: &Title<'_>) -> Value {
    let mut stretches: Vec<[u32; 4]> = Vec::new();
    for issue in &site.index.issues[title.issues.clone()] {
        let Some([year, number, total]) = numbers(issue) else { continue };
        match stretches.last_mut() {
            Some([of, first, last, sum])
                if *of == year && *last + 1 == number && follows(*sum, number - *first, total) =>
            {
                *last = number;
            }
            _ => stretches.push([year, number, number, total]),
        }
    }
    let page = address::series_path(title.id);
    json!([title.name, page.strip_suffix("index.html").unwrap_or_default(), stretches])
}

fn numbers(issue: &Issue) -> Option<[u32; 3]> {
    Some([u32::try_from(issue.id.year).ok()?, issue.id.number()?, issue.total.unwrap_or_default()])
}

fn follows(sum: u32, after: u32, total: u32) -> bool {
    if sum == 0 { total == 0 } else { total == sum + after }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Templates;
    use crate::render::tests::sample;

    #[test]
    fn names_lead_to_pages_and_numbers_to_issues() {
        let office = sample::office();
        let archive = office.archive(sample::issues());
        let templates = Templates::built_in();
        let told: Value = serde_json::from_str(&direct(&Site::of(&archive, &templates))).expect("JSON");
        let names = told["names"].as_array().expect("a list");
        assert!(names.iter().any(|name| name[0] == "年份" && name[1] == "years/2016.html" && name[2][0] == "2016年"));
        assert!(names.iter().any(|name| name[0] == "单位" && name[2].as_array().is_some_and(|names| names.len() > 1)));
        let title = |folder: &str| {
            let all = told["issues"].as_array().expect("a list").iter();
            all.clone().find(|title| title[1] == folder).expect("the title")[2].clone()
        };
        assert_eq!(title("dongtai/"), json!([[2016, 1, 6, 34]]), "what has no number is not told");
    }

    #[test]
    fn a_gap_in_numbers_or_totals_begins_anew() {
        assert!(follows(0, 3, 0) && follows(34, 3, 37));
        assert!(!follows(0, 3, 37) && !follows(34, 3, 38) && !follows(34, 3, 0));
    }
}
