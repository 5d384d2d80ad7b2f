//! A draft issue as one page for those who review it: marked 送审稿, complete in itself, linked to nothing.
//!
//! In: settings, an issue, templates. Out: the page's bytes, with style and pictures inside, so that it can be sent
//! on as one file. Refuses to know: the site; a draft is never part of it.

use std::collections::BTreeMap;

use tera::Context;

use super::Templates;
use super::archive::pictures_of;
use super::base64::base64;
use super::site::frame;
use super::view::{Reach, Setting, issue_name};
use crate::config::Settings;
use crate::error::{Error, Result};
use crate::model::{Issue, Item};

/// One draft issue as a page.
pub fn draft(settings: &Settings, issue: &Issue, templates: &Templates) -> Result<Vec<u8>> {
    let known = settings.series.iter().find(|series| series.id == issue.id.series);
    let title = known.map_or(issue.id.series.as_str(), |series| &series.title);
    let pictures: Vec<_> = issue.items.iter().map(|item| inner_pictures(issue, item)).collect();
    let setting = |at: usize| Setting { heading: 3, pictures: &pictures[at], epub: false };
    let style = style(templates)?;
    let mut values = Context::new();
    values.insert_value("site", frame::site(settings, &[]));
    let head = frame::PageHead::new("", issue_name(title, issue), "送审稿，未经签发，不得外传。");
    let head = head.with_pictures(pictures.iter().any(|item| !item.is_empty()));
    let view = Reach::default().issue_text(title, issue, setting);
    values.insert("nonce", &frame::nonce(&head, &view)?);
    values.insert("page", &head);
    values.insert("root", "");
    values.insert("issue", &view);
    values.insert("style", &style);
    templates.render("draft.html", &values)
}

/// The style sheet, which goes into the page as it is: it must not end its element.
fn style(templates: &Templates) -> Result<String> {
    const NAME: &str = "static/assets/style.css";
    let text = std::str::from_utf8(templates.file(NAME)?).ok().filter(|text| !text.contains("</"));
    text.map(str::to_owned).ok_or_else(|| {
        Error::usage("样式表里有不能用的字符").at(format!("templates/{NAME}")).help("请存为 UTF-8 编码，并删去“</”。")
    })
}

fn inner_pictures<'i>(issue: &Issue, item: &'i Item) -> BTreeMap<&'i str, String> {
    let address = |bytes: &[u8], media: &str| format!("data:{media};base64,{}", base64(bytes));
    let pictures = pictures_of(issue, item);
    pictures.iter().map(|p| (p.source.as_str(), address(p.bytes(), p.format.media_type()))).collect()
}
