//! Hostile texts: whatever somebody writes into a field comes out as characters.

use super::{rendered, sample, text_of, xml};
use crate::model::issue::Copies;
use crate::model::{BlockKind, Document, InlineKind, Issue, Notice, NoticeKind};
use crate::render::{Templates, draft};

const HOSTILE: &str = "</style></title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>]]>&lt;&#0;{{ site }}{% raw %}\u{0}\u{b}\u{1b}\u{fffe}javascript:alert(3)";

fn hostile_document() -> Document {
    let inline = sample::inline;
    let words = || vec![sample::text(HOSTILE)];
    let link = |address: &str| inline(InlineKind::Link(address.into(), words()));
    let point = |number: &str| sample::paragraph(&format!("{number}是“{HOSTILE}。正文；"));
    sample::document(vec![
        sample::heading(1, HOSTILE),
        point("一"),
        point("二"),
        sample::block(BlockKind::Paragraph(vec![
            link("javascript:alert(4)"),
            link("java\tscript:alert(4)"),
            link("https://km.gov.cn/\"onclick=\"alert(5)"),
            sample::image("图.png", HOSTILE),
            sample::image(HOSTILE, HOSTILE),
            inline(InlineKind::Code(HOSTILE.into())),
            sample::note_ref(HOSTILE),
            sample::note_ref("未定义\"><script>"),
        ])),
        sample::block(BlockKind::Code(HOSTILE.into())),
        sample::table(&[&[HOSTILE, HOSTILE], &[HOSTILE, HOSTILE]]),
        sample::note(HOSTILE, HOSTILE),
    ])
}

fn hostile_issue() -> Issue {
    let mut issue = sample::issue("dongtai-2016-1", "2016-01-07");
    issue.items.push(sample::item(3, ""));
    let h = || HOSTILE.to_owned();
    for item in &mut issue.items {
        item.title = h();
        item.sources = vec![sample::source(HOSTILE, None), sample::source(HOSTILE, Some("minzheng"))];
        // The second is a case, or there would be no case volume.
        item.kind = if item.number == 2 { " 案例".to_owned() } else { h() };
        item.group = Some(h());
        item.tags = vec![h()];
        item.attribution = h();
        item.body = hostile_document().into();
        item.images = vec![sample::picture("图.png")];
    }
    issue.signed = h();
    issue.note = h();
    issue.copies = Copies { report_to: vec![h()], send_to: vec![h()], issue_to: vec![h()] };
    let notice = |kind, item| Notice { kind, item, on: issue.date, because: h(), words: vec![] };
    issue.notices = vec![
        notice(NoticeKind::Corrected, None),
        notice(NoticeKind::Corrected, Some(1)),
        notice(NoticeKind::Withdrawn, Some(3)),
    ];
    issue
}

fn assert_harmless(name: &str, page: &str) {
    let read = xml::read(name, page);
    // The site's own scripts carry the nonce, which no text can know; nothing else may be one.
    let scripts = read.elements.iter().filter(|element| *element == "script").count();
    assert_eq!(scripts, page.matches("<script nonce=\"").count(), "{name}");
    assert!(!read.attributes.iter().any(|attribute| attribute.starts_with("on")), "{name}");
    assert!(!read.links.iter().any(|link| link.trim_start().to_ascii_lowercase().starts_with("javascript")), "{name}");
    assert!(page.chars().all(crate::render::escape::is_printable), "{name} holds a character that no page may hold");
}

/// A feed's texts are pages of their own to those who read them.
fn entries_are_harmless(path: &str, bytes: &[u8]) {
    let Ok(feed) = atom_syndication::Feed::read_from(bytes) else { return assert_eq!(path, "sitemap.xml") };
    for entry in feed.entries {
        let content = entry.content.filter(|content| content.content_type.as_deref() == Some("xhtml"));
        if let Some(html) = content.and_then(|content| content.value) {
            assert_harmless(path, &html);
        }
    }
}

#[test]
fn hostile_texts_come_out_as_characters() {
    let mut office = sample::office();
    office.settings.url = "https://gaige.example/".into();
    office.settings.office = HOSTILE.into();
    office.settings.office_short = HOSTILE.into();
    office.settings.site_title = HOSTILE.into();
    office.settings.series.iter_mut().for_each(|series| series.title = HOSTILE.into());
    let files = rendered(&office.archive(vec![hostile_issue()]), &Templates::built_in());
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        assert_harmless(path, text_of(&files, path));
    }
    for path in files.keys().filter(|path| path.ends_with(".xml")) {
        assert_harmless(path, text_of(&files, path));
        entries_are_harmless(path, &files[path]);
    }
    for path in files.keys().filter(|path| path.ends_with(".json")) {
        let text = text_of(&files, path);
        assert!(text.trim_end().chars().all(crate::render::escape::is_printable) && !text.contains('<'), "{path}");
        serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|fault| panic!("{path}: {fault}"));
    }
    for book in ["dongtai/2016/001.epub", "dongtai/2016.epub", "cases/2016.epub"] {
        let mut points = 0;
        for (name, bytes) in super::epub::unpacked(&files[book]) {
            if [".xhtml", ".opf", ".svg", ".xml"].iter().any(|ending| name.ends_with(ending)) {
                let text = std::str::from_utf8(&bytes).expect("UTF-8");
                assert_harmless(&name, text);
                points += text.matches("class=\"point\"").count();
            }
        }
        assert!(points >= 2, "{book}");
    }
    let draft = draft(&office.settings, &hostile_issue(), &Templates::built_in()).expect("a draft");
    assert_harmless("draft", std::str::from_utf8(&draft).expect("UTF-8"));
}
