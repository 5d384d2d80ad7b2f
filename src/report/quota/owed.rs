//! What is still owed, in plain Chinese: one line a unit, for reminders and for the office's telephone.
//!
//! In: standings. Out: lines such as `市民政局：11月信息还差2条（已报2条：2016-0012、2016-0031）；第四季度综合信息未报`.
//! What is not due yet says so. Refuses to know: to whom the lines go.

use super::short_name;
use crate::duty::{Standing, StandingState};

/// One line for each unit that owes something, in the order of the standings; empty when nobody does.
pub fn owed(standings: &[Standing]) -> String {
    let units = standings.chunk_by(|a, b| a.unit == b.unit);
    units.filter_map(line).collect::<Vec<_>>().join("\n")
}

/// What is owed, a phrase each, without the unit's name.
pub fn owed_phrases<'a>(standings: impl IntoIterator<Item = &'a Standing>) -> Vec<String> {
    standings.into_iter().filter(|standing| !standing.owed.is_zero()).map(phrase).collect()
}

fn line(unit: &[Standing]) -> Option<String> {
    let phrases = owed_phrases(unit);
    (!phrases.is_empty()).then(|| format!("{}：{}", unit[0].name, phrases.join("；")))
}

fn phrase(standing: &Standing) -> String {
    let (unit, mut notes) = (measure_word(&standing.obligation), Vec::new());
    let what = if standing.counted.is_zero() {
        if standing.required > 1 {
            notes.push(format!("应报{}{unit}", standing.required));
        }
        "未报".to_owned()
    } else {
        let receipts: Vec<String> = standing.receipts.iter().map(ToString::to_string).collect();
        notes.push(format!("已报{}{unit}：{}", standing.counted, receipts.join("、")));
        format!("还差{}{unit}", standing.owed)
    };
    if standing.state == StandingState::Open {
        notes.push("未到期".to_owned());
    }
    let notes = if notes.is_empty() { String::new() } else { format!("（{}）", notes.join("，")) };
    format!("{}{}{what}{notes}", short_name(standing.period), standing.obligation)
}

/// 信息 come as 条, everything longer as 份.
fn measure_word(obligation: &str) -> &'static str {
    if obligation.ends_with("信息") { "条" } else { "份" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::testing::*;
    use crate::duty::{Filed, standings};
    use crate::model::UnitClass;

    fn lines(settings_lines: &str, filed: &[Filed], asked: &str, as_of: &str) -> String {
        let roster = roster(vec![
            named("minzheng", "市民政局", UnitClass::Department),
            named("panlong", "盘龙区", UnitClass::County),
        ]);
        owed(&standings(filed, &roster, &settings(settings_lines, &roster), period(asked), day(as_of)))
    }

    #[test]
    fn a_unit_reads_what_is_missing_and_what_has_arrived() {
        let filed = [12, 31].map(|number| brief(number, &["minzheng"], "2016-11-08"));
        assert_eq!(
            lines("", &filed, "2016-11", "2017-01-01").lines().next(),
            Some(
                "市民政局：11月信息还差2条（已报2条：2016-0012、2016-0031）；第四季度综合信息未报；\
                 下半年半年进展未报；2016年年终总结未报"
            )
        );
    }

    #[test]
    fn what_is_not_due_yet_says_so() {
        let two = "[[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 4\nkinds = [\"信息\"]\n\
                   [[duty]]\nname = \"季报\"\nevery = \"quarter\"\nrequired = 1\nkinds = [\"综合信息\"]\n";
        let filed = [brief(12, &["minzheng"], "2016-11-08")];
        assert_eq!(
            lines(two, &filed, "2016-11", "2016-11-20"),
            "市民政局：11月信息还差3条（已报1条：2016-0012，未到期）；第四季度季报未报（未到期）\n\
             盘龙区：11月信息未报（应报4条，未到期）；第四季度季报未报（未到期）"
        );
    }

    #[test]
    fn months_stand_one_by_one_and_units_that_owe_nothing_are_not_named() {
        let one = "[[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 1\nkinds = [\"信息\"]\n\
                   [[waiver]]\nunit = \"panlong\"\nduty = \"信息\"\nperiod = \"2016Q4\"\nbecause = \"换届\"\n";
        let filed = [brief(12, &["minzheng"], "2016-11-08")];
        assert_eq!(lines(one, &filed, "2016Q4", "2017-01-01"), "市民政局：10月信息未报；12月信息未报");
        assert_eq!(lines(one, &filed, "2016-11", "2017-01-01"), "");
    }

    #[test]
    fn part_of_a_joint_brief_is_told_as_a_part() {
        let split = "[counting]\njoint = \"split\"\n\
                     [[duty]]\nname = \"季报\"\nevery = \"quarter\"\nrequired = 1\nkinds = [\"综合信息\"]\n";
        let filed = [of_kind("综合信息", brief(12, &["minzheng", "panlong"], "2016-11-08"))];
        assert_eq!(
            lines(split, &filed, "2016Q4", "2017-01-01").lines().next(),
            Some("市民政局：第四季度季报还差0.5份（已报0.5份：2016-0012）")
        );
    }
}
