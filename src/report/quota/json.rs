//! `quota --json`, version 1.
//!
//! In: standings and the day for which they were computed. Out: JSON with its keys in the documented order. Others rely
//! on this shape: a change that is more than a new key is a new version.
//! Refuses to know: what the command prints besides.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Number;

use crate::duty::{Share, Standing};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    as_of: String,
    standings: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    unit: &'a str,
    name: &'a str,
    class: &'static str,
    obligation: &'a str,
    period: String,
    required: u32,
    counted: Number,
    late: Number,
    owed: Number,
    state: &'static str,
    receipts: Vec<String>,
}

/// All standings as JSON, also those of exempt units.
pub fn json(standings: &[Standing], as_of: NaiveDate) -> String {
    let standings = standings.iter().map(row).collect();
    let report = Report { version: 1, as_of: as_of.to_string(), standings };
    serde_json::to_string_pretty(&report).expect("texts, numbers and lists can always be written as JSON")
}

fn row(standing: &Standing) -> Row<'_> {
    Row {
        unit: standing.unit.as_str(),
        name: &standing.name,
        class: standing.class.label(),
        obligation: &standing.obligation,
        period: standing.period.to_string(),
        required: standing.required,
        counted: number(standing.counted),
        late: number(standing.late),
        owed: number(standing.owed),
        state: standing.state.key(),
        receipts: standing.receipts.iter().map(ToString::to_string).collect(),
    }
}

/// A plain integer when whole, otherwise up to four digits after the point.
fn number(share: Share) -> Number {
    share.decimal(4).parse().expect("a decimal is a JSON number")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::standings;
    use crate::duty::testing::*;
    use crate::model::UnitClass;

    #[test]
    fn the_shape_is_the_documented_one_to_the_letter() {
        let roster = roster(vec![named("minzheng", "市民政局", UnitClass::Department), unit("b"), unit("c")]);
        let lines = "[counting]\njoint = \"split\"\n\
                     [[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 4\nkinds = [\"信息\"]\n";
        let late = crate::duty::Filed { received: day("2016-12-02"), ..brief(31, &["minzheng"], "2016-11-30") };
        let filed = [late, brief(12, &["b", "minzheng", "c"], "2016-11-08")];
        let standings = standings(&filed, &roster, &settings(lines, &roster), period("2016-11"), day("2016-12-05"));
        let expected = r#"{
  "version": 1,
  "as_of": "2016-12-05",
  "standings": [
    {
      "unit": "minzheng",
      "name": "市民政局",
      "class": "市级部门",
      "obligation": "信息",
      "period": "2016-11",
      "required": 4,
      "counted": 1.3333,
      "late": 1,
      "owed": 2.6667,
      "state": "short",
      "receipts": [
        "2016-0012",
        "2016-0031"
      ]
    }
  ]
}"#;
        assert_eq!(json(&standings[..1], day("2016-12-05")), expected);
    }

    #[test]
    fn exempt_standings_are_in_it() {
        let roster = roster(vec![unit("a")]);
        let lines =
            "[[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 4\nkinds = [\"信息\"]\nexcept = [\"a\"]\n";
        let standings = standings(&[], &roster, &settings(lines, &roster), period("2016-11"), day("2016-12-05"));
        let read: serde_json::Value =
            serde_json::from_str(&json(&standings, day("2016-12-05"))).expect("it is valid JSON");
        assert_eq!(read["standings"][0]["state"], "exempt");
        assert_eq!(read["standings"][0]["owed"], 0);
    }
}
