//! kuaibao.toml → `Settings`: the whole file, and its `[office]`.
//!
//! In: the file's text and the roster (waivers and exceptions name units). Out: `Settings`.
//! Refuses to know: where the file lies.

use std::path::Path;

use super::strict::{File, Table};
use super::{Settings, duties, gate, series, watch, weights};
use crate::error::Result;
use crate::model::Roster;

/// Reads kuaibao.toml.
pub fn read(path: &Path, text: &str, roster: &Roster) -> Result<Settings> {
    let file = File::parse(path, text)?;
    let mut root = file.root();
    let mut office = root.table("office")?.ok_or_else(|| root.fault("缺少 [office] 一节"))?;
    let name = office.required_text("name")?;
    let series = series::series(&mut root)?;
    let kinds = duties::kinds(&mut root)?;
    let obligations = duties::obligations(&mut root, &kinds, roster)?;
    let settings = Settings {
        office_short: office.text("short")?.unwrap_or_else(|| name.clone()),
        site_title: office.text("site_title")?.unwrap_or_else(|| "改革快报".into()),
        url: url(&mut office)?,
        default_series: series::default_series(&mut office, &series)?,
        joint: duties::joint(&mut root)?,
        waivers: duties::waivers(&mut root, roster, &obligations)?,
        severities: weights::severities(&mut root)?,
        gate: gate::gate(&mut root)?,
        watch: watch::watch(&mut root)?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Severity, catalog};
    use crate::model::{Every, Joint};

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
