//! kuaibao.toml → `Settings`. What the file leaves out is the Kunming reporting regime of 2015.
//!
//! In: the file's text and the roster (waivers and exceptions name units). Out: `Settings`.
//! Refuses to know: where the file lies.

use std::collections::BTreeMap;
use std::path::Path;

use super::Settings;
use super::strict::{Fault, File, Table, nearest};
use crate::diagnostic::{Severity, catalog};
use crate::error::Result;
use crate::model::issue::{Copies, SITE_FOLDERS, SeriesStart};
use crate::model::{Every, Joint, Kind, Obligation, Period, Roster, Series, SeriesId, UnitClass, UnitId, Waiver};

/// Reads kuaibao.toml.
pub fn read(path: &Path, text: &str, roster: &Roster) -> Result<Settings> {
    let file = File::parse(path, text)?;
    let mut root = file.root();
    let mut office = root.table("office")?.ok_or_else(|| root.fault("缺少 [office] 一节"))?;
    let name = office.required_text("name")?;
    let series = series(&mut root)?;
    let kinds = kinds(&mut root)?;
    let obligations = obligations(&mut root, &kinds, roster)?;
    let settings = Settings {
        office_short: office.text("short")?.unwrap_or_else(|| name.clone()),
        site_title: office.text("site_title")?.unwrap_or_else(|| "改革快报".into()),
        url: url(&mut office)?,
        default_series: default_series(&mut office, &series)?,
        joint: joint(&mut root)?,
        waivers: waivers(&mut root, roster, &obligations)?,
        severities: severities(&mut root)?,
        office: name,
        series,
        kinds,
        obligations,
    };
    office.finish()?;
    root.finish()?;
    Ok(settings)
}

fn url(office: &mut Table<'_>) -> Result<String> {
    let url = office.text("url")?.unwrap_or_default();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if !url.is_empty() && rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Err(office.fault_at("url", "网址须以 https:// 或 http:// 开头，后面是主机名"));
    }
    // Every address of the site is this and a path.
    if url.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'<>\\?#".contains(c)) {
        return Err(office.fault_at("url", "网址里不能有空格、引号、尖括号、反斜杠、问号和井号"));
    }
    Ok(if url.is_empty() || url.ends_with('/') { url } else { url + "/" })
}

// ---- titles ----------------------------------------------------------

fn series(root: &mut Table<'_>) -> Result<Vec<Series>> {
    let Some(tables) = root.tables("series")? else {
        return Ok(vec![title("kuaibao", "改革快报", 1, 1), title("dongtai", "改革动态", 4, 8)]);
    };
    let mut all: Vec<Series> = Vec::with_capacity(tables.len());
    for table in tables {
        let place = table.place("id");
        let series = one_series(table)?;
        if all.iter().any(|other| other.id == series.id || other.title == series.title) {
            return Err(place.say(&format!("刊物“{}”写了两次", series.title)));
        }
        all.push(series);
    }
    Ok(all)
}

fn title(id: &str, title: &str, min_items: usize, max_items: usize) -> Series {
    let id = SeriesId::new(id).expect("a built-in id is an address word");
    Series { id, title: title.into(), min_items, max_items, start: None, copies: Copies::default(), printed: None }
}

fn one_series(mut table: Table<'_>) -> Result<Series> {
    let id = table.required_text("id")?;
    let (min_items, max_items) = range(&mut table, "items", (1, 8))?;
    if min_items == 0 {
        return Err(table.fault_at("items", "一期至少要有一条"));
    }
    let series = Series {
        id: SeriesId::new(&id).filter(|id| !SITE_FOLDERS.contains(&id.as_str())).ok_or_else(|| {
            table
                .fault_at("id", &format!("刊物的 id “{id}”不能用"))
                .help(format!("只能用小写字母、数字和连字符，不能是 {}。", SITE_FOLDERS.join("、")))
        })?,
        title: table.required_text("title")?,
        min_items,
        max_items,
        start: start(&mut table)?,
        copies: Copies {
            report_to: table.texts("report_to")?.unwrap_or_default(),
            send_to: table.texts("send_to")?.unwrap_or_default(),
            issue_to: table.texts("issue_to")?.unwrap_or_default(),
        },
        printed: table.count("printed")?.filter(|&count| count > 0),
    };
    table.finish()?;
    Ok(series)
}

fn start(table: &mut Table<'_>) -> Result<Option<SeriesStart>> {
    let Some(mut start) = table.table("start")? else { return Ok(None) };
    let mut number = |key: &'static str| -> Result<u32> {
        let number = start.count(key)?.filter(|&n| n > 0);
        number.ok_or_else(|| start.fault_at(key, &format!("start 里要有从 1 数起的“{key}”")))
    };
    let (year, number, total) = (number("year")?, number("number")?, number("total")?);
    start.finish()?;
    Ok(Some(SeriesStart { year: year as i32, number, total }))
}

fn default_series(office: &mut Table<'_>, series: &[Series]) -> Result<SeriesId> {
    let Some(wanted) = office.text("default_series")? else {
        // A title that takes several items is where an ordinary brief goes.
        let usual = series.iter().find(|series| series.max_items > 1).or(series.first());
        return usual.map(|series| series.id.clone()).ok_or_else(|| office.fault("至少要有一个 [[series]]"));
    };
    let ids: Vec<&str> = series.iter().map(|series| series.id.as_str()).collect();
    let found = series.iter().find(|series| series.id.as_str() == wanted);
    found.map(|series| series.id.clone()).ok_or_else(|| {
        office.fault_at("default_series", &format!("没有 id 为“{wanted}”的刊物")).help(nearest(&wanted, &ids))
    })
}

// ---- kinds and duties ------------------------------------------------

/// Usual lengths in characters; the regime asks for 简明 texts and names no figure, so these only hint.
const KINDS: [(&str, usize, usize); 4] =
    [("信息", 100, 1500), ("综合信息", 300, 3000), ("半年进展", 300, 5000), ("年终总结", 500, 8000)];

fn kinds(root: &mut Table<'_>) -> Result<Vec<Kind>> {
    let mut kinds: Vec<Kind> =
        KINDS.map(|(name, min_characters, max_characters)| kind(name, min_characters, max_characters)).into();
    for mut table in root.tables("kind")?.unwrap_or_default() {
        let name = table.required_text("name")?;
        let (min, max) = range(&mut table, "characters", (100, 5000))?;
        table.finish()?;
        match kinds.iter_mut().find(|kind| kind.name == name) {
            Some(known) => *known = kind(&name, min, max),
            None => kinds.push(kind(&name, min, max)),
        }
    }
    Ok(kinds)
}

fn kind(name: &str, min_characters: usize, max_characters: usize) -> Kind {
    Kind { name: name.into(), min_characters, max_characters }
}

/// The regime (信息报送制度, 2015): four items a month, one comprehensive item a quarter, progress every half-year,
/// a summary at the year's end. It names no due days: a brief is due within its period.
const REGIME: [(&str, Every, u32, &str); 4] = [
    ("信息", Every::Month, 4, "信息"),
    ("综合信息", Every::Quarter, 1, "综合信息"),
    ("半年进展", Every::Half, 1, "半年进展"),
    ("年终总结", Every::Year, 1, "年终总结"),
];

fn obligations(root: &mut Table<'_>, kinds: &[Kind], roster: &Roster) -> Result<Vec<Obligation>> {
    let Some(tables) = root.tables("duty")? else {
        let regime = REGIME.map(|(name, every, required, kind)| Obligation {
            name: name.into(),
            every,
            required,
            kinds: vec![kind.into()],
            classes: UnitClass::ALL.into(),
            except: vec![],
            from: None,
            due_days: 0,
            grace_days: 0,
        });
        return Ok(regime.into());
    };
    tables.into_iter().map(|table| obligation(table, kinds, roster)).collect()
}

fn obligation(mut table: Table<'_>, kinds: &[Kind], roster: &Roster) -> Result<Obligation> {
    let every = one_of(&mut table, "every", &Every::ALL.map(|every| (every.key(), every)))?
        .ok_or_else(|| table.fault("缺少“every”"))?;
    let duty = Obligation {
        name: table.required_text("name")?,
        every,
        required: table.count("required")?.ok_or_else(|| table.fault("缺少“required”"))?,
        kinds: table.texts("kinds")?.ok_or_else(|| table.fault("缺少“kinds”"))?,
        classes: classes(&mut table)?,
        except: unit_ids(&mut table, "except", roster)?,
        from: from_period(&mut table, every)?,
        due_days: table.count("due_days")?.unwrap_or(0),
        grace_days: table.count("grace_days")?.unwrap_or(0),
    };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    if let Some(unknown) = duty.kinds.iter().find(|kind| !names.contains(&kind.as_str())) {
        return Err(table.fault_at("kinds", &format!("没有“{unknown}”这个类型")).help(nearest(unknown, &names)));
    }
    table.finish()?;
    Ok(duty)
}

fn classes(table: &mut Table<'_>) -> Result<Vec<UnitClass>> {
    let Some(labels) = table.texts("classes")? else { return Ok(UnitClass::ALL.into()) };
    let known = UnitClass::ALL.map(UnitClass::label);
    let class = |label: &String| {
        UnitClass::from_label(label)
            .ok_or_else(|| table.fault_at("classes", &format!("没有“{label}”这一类")).help(nearest(label, &known)))
    };
    labels.iter().map(class).collect()
}

fn unit_ids(table: &mut Table<'_>, key: &'static str, roster: &Roster) -> Result<Vec<UnitId>> {
    let names = table.texts(key)?.unwrap_or_default();
    names.iter().map(|name| unit_id(roster, name, &table.place(key))).collect()
}

fn unit_id(roster: &Roster, name: &str, place: &Fault<'_>) -> Result<UnitId> {
    roster.resolve(name).map(|unit| unit.id.clone()).ok_or_else(|| {
        let near = roster.nearest(name).map(|near| format!("是不是“{near}”？")).unwrap_or_default();
        place.say(&format!("单位“{name}”不在 units.toml 里")).help(format!("{near}请写单位的 id 或名称。"))
    })
}

fn from_period(table: &mut Table<'_>, every: Every) -> Result<Option<Period>> {
    let Some(text) = table.text("from")? else { return Ok(None) };
    let period: Period = text.parse().map_err(|_| {
        table.fault_at("from", &format!("“{text}”不是月、季、半年或年")).help("例如 2016-01、2016Q1、2016。")
    })?;
    Ok(period.in_terms_of(every).first().copied())
}

fn joint(root: &mut Table<'_>) -> Result<Joint> {
    let Some(mut counting) = root.table("counting")? else { return Ok(Joint::Each) };
    let modes = [("each", Joint::Each), ("first", Joint::First), ("split", Joint::Split)];
    let joint = one_of(&mut counting, "joint", &modes)?.unwrap_or(Joint::Each);
    counting.finish()?;
    Ok(joint)
}

fn waivers(root: &mut Table<'_>, roster: &Roster, obligations: &[Obligation]) -> Result<Vec<Waiver>> {
    let mut waivers = Vec::new();
    for mut table in root.tables("waiver")?.unwrap_or_default() {
        let unit = table.required_text("unit")?;
        let names: Vec<&str> = obligations.iter().map(|duty| duty.name.as_str()).collect();
        let obligation = table.required_text("duty")?;
        if !names.contains(&obligation.as_str()) {
            return Err(table
                .fault_at("duty", &format!("没有名为“{obligation}”的任务"))
                .help(nearest(&obligation, &names)));
        }
        let period = table.required_text("period")?;
        waivers.push(Waiver {
            unit: unit_id(roster, &unit, &table.place("unit"))?,
            obligation,
            period: period
                .parse()
                .map_err(|_| table.fault_at("period", "所属期应写成 2016-11、2016Q4、2016H1 或 2016"))?,
            because: table.required_text("because")?,
        });
        table.finish()?;
    }
    Ok(waivers)
}

// ---- rules -----------------------------------------------------------

const WEIGHTS: [(&str, Option<Severity>); 4] = [
    ("off", None),
    ("hint", Some(Severity::Hint)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

fn severities(root: &mut Table<'_>) -> Result<BTreeMap<&'static str, Option<Severity>>> {
    let mut severities = BTreeMap::new();
    let Some(mut rules) = root.table("rules")? else { return Ok(severities) };
    for (name, weight, place) in rules.named_texts()? {
        let known: Vec<&str> = catalog::all().map(|code| code.name).collect();
        let code = catalog::by_name(&name)
            .ok_or_else(|| place.say(&format!("没有“{name}”这条规则")).help(nearest(&name, &known)))?;
        let weights = WEIGHTS.map(|(word, _)| word);
        let (_, weight) = WEIGHTS.into_iter().find(|(word, _)| *word == weight).ok_or_else(|| {
            place.say(&format!("“{weight}”不是 off、hint、warning、error 之一")).help(nearest(&weight, &weights))
        })?;
        if code.fixed && weight != Some(code.severity) {
            return Err(place.say(&format!("规则“{name}”不能改轻或关闭")).help("它保护收文或保密，请删去这一行。"));
        }
        severities.insert(code.name, weight);
    }
    Ok(severities)
}

// ---- small shapes ----------------------------------------------------

/// `{ min = 1, max = 8 }`, or what stands in `usual` when the key is not there.
fn range(table: &mut Table<'_>, key: &'static str, usual: (usize, usize)) -> Result<(usize, usize)> {
    let Some(mut row) = table.table(key)? else { return Ok(usual) };
    let min = row.count("min")?.map_or(usual.0, |n| n as usize);
    let max = row.count("max")?.map_or(usual.1.max(min), |n| n as usize);
    if max < min {
        return Err(row.fault_at("max", "max 小于 min"));
    }
    row.finish()?;
    Ok((min, max))
}

fn one_of<T: Copy>(table: &mut Table<'_>, key: &'static str, choices: &[(&str, T)]) -> Result<Option<T>> {
    let Some(word) = table.text(key)? else { return Ok(None) };
    let known: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
    let found = choices.iter().find(|(name, _)| *name == word);
    found
        .map(|(_, value)| Some(*value))
        .ok_or_else(|| table.fault_at(key, &format!("“{key}”不能是“{word}”")).help(nearest(&word, &known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Result<Settings> {
        read(Path::new("kuaibao.toml"), text, &Roster::default())
    }

    fn fault(text: &str) -> String {
        settings(&format!("[office]\nname = \"某办\"\n{text}")).expect_err("it is wrong").to_string()
    }

    #[test]
    fn what_is_left_out_is_the_regime() {
        let settings = settings("[office]\nname = \"某办\"\n").expect("it is right");
        let duties: Vec<_> = settings.obligations.iter().map(|d| (d.name.as_str(), d.every, d.required)).collect();
        assert_eq!(duties[0], ("信息", Every::Month, 4));
        assert_eq!(duties[1], ("综合信息", Every::Quarter, 1));
        assert_eq!(duties.len(), 4);
        assert_eq!(settings.default_series.as_str(), "dongtai");
        assert_eq!(settings.joint, Joint::Each);
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_known_one() {
        let message = fault("shrot = \"办\"\n");
        assert!(message.contains("kuaibao.toml:3:1") && message.contains("是不是“short”"), "{message}");
        let message = fault("[[duty]]\nname=\"信息\"\nevery=\"mouth\"\nrequired=4\nkinds=[\"信息\"]\n");
        assert!(message.contains("kuaibao.toml:5:1") && message.contains("是不是“month”"), "{message}");
    }

    #[test]
    fn a_rule_that_protects_cannot_be_made_lighter() {
        assert!(fault("[rules]\nsecret = \"off\"\n").contains("不能改轻"));
        assert!(fault("[rules]\nsercet = \"off\"\n").contains("是不是“secret”"));
        let text = "[office]\nname = \"某办\"\n[rules]\ntext-short = \"warning\"\nimage-alt = \"off\"\n";
        let settings = settings(text).expect("it is right");
        assert_eq!(settings.severity(&catalog::text::TEXT_SHORT), Some(Severity::Warning));
        assert_eq!(settings.severity(&catalog::text::IMAGE_ALT), None);
        assert_eq!(settings.severity(&catalog::text::TEXT_LONG), Some(Severity::Hint));
    }

    #[test]
    fn wrong_values_say_what_is_expected() {
        assert!(fault("url = \"ftp://x\"\n").contains("https://"));
        assert!(fault("url = \"https://\"\n").contains("主机名"));
        assert!(fault("url = \"https://a.cn/?x=1\"\n").contains("问号"));
        assert!(
            fault("[[series]]\nid = \"x\"\ntitle = \"X\"\nitems = { min = 3, max = 2 }\n").contains("max 小于 min")
        );
        assert!(fault("[[series]]\nid = \"动态\"\ntitle = \"X\"\n").contains("小写字母"));
        assert!(
            fault("[[waiver]]\nunit = \"甲\"\nduty = \"信息\"\nperiod = \"2016\"\nbecause = \"撤并\"\n")
                .contains("不在 units.toml")
        );
    }
}
