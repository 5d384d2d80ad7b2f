//! The templates: those built into the binary, with the office's own files on top, one by one.
//!
//! In: the office's files by name. Out: rendered texts and the plain files that go along with them, or an error that
//! names the office's file, line and column. Tera ends here. Refuses to know: what is rendered, where files are.
//!
//! Names: `*.html`, `*.xhtml`, `*.opf`, `*.xml`, `*.svg` outside `static/` are templates; everything below `static/`
//! goes to the site as it is; all others (`epub/style.css`) are plain files that pages ask for by name. A built-in
//! template is also there as `builtin/…`, so that an office's file can extend the one it replaces.

mod fault;

use std::collections::BTreeMap;

use include_dir::{Dir, DirEntry, include_dir};
use tera::{Context, Kwargs, State, Tera};

use super::escape::write_escaped;
use super::phrases::phrases;
use crate::error::{Error, Result};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Stands before the names of built-in templates.
const PREFIX: &str = "builtin/";
/// The folder whose files go to the site as they are.
const STATIC: &str = "static/";
/// What a template's name ends in. All of them are escaped: Tera alone would not escape `.xhtml`, `.opf`, `.svg`.
const ENDINGS: [&str; 5] = [".html", ".xhtml", ".opf", ".xml", ".svg"];

/// Bytes that most pages take.
const ROOM: usize = 16 << 10;

/// Templates and the plain files beside them.
pub struct Templates {
    tera: Tera,
    /// The text of every template, for messages.
    sources: BTreeMap<String, String>,
    /// Plain files by name.
    files: BTreeMap<String, Vec<u8>>,
}

impl Templates {
    /// The built-in templates with the office's files (name relative to `templates/`, with `/`) on top.
    pub fn new(own: &[(String, Vec<u8>)]) -> Result<Self> {
        let mut sources = BTreeMap::new();
        let mut files = BTreeMap::new();
        for (name, bytes) in built_in_files() {
            match std::str::from_utf8(bytes) {
                Ok(text) if is_template(name) => drop(sources.insert(format!("{PREFIX}{name}"), text.to_owned())),
                _ => drop(files.insert(name.to_owned(), bytes.to_vec())),
            }
        }
        for (name, bytes) in own.iter().filter(|(name, _)| !is_litter(name)) {
            check_name(name)?;
            match is_template(name) {
                true => drop(sources.insert(name.clone(), template_text(name, bytes)?)),
                false => drop(files.insert(name.clone(), bytes.clone())),
            }
        }
        let tera = parsed(&sources)?;
        Ok(Templates { tera, sources, files })
    }

    /// The built-in templates alone.
    pub fn built_in() -> Self {
        Templates::new(&[]).expect("the built-in templates are parsed by a test")
    }

    /// A template with its values.
    pub fn render(&self, name: &str, values: &Context) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(ROOM);
        let rendered = self.tera.render_to(name, values, &mut bytes);
        rendered.map_err(|cause| fault::explained(&cause, &self.sources))?;
        Ok(bytes)
    }

    /// A plain file.
    pub(super) fn file(&self, name: &str) -> Result<&[u8]> {
        let file = self.files.get(name).map(Vec::as_slice);
        file.ok_or_else(|| Error::defect(format!("内置文件里没有“{name}”")))
    }

    /// The files that go to the site as they are, by their paths there.
    pub(super) fn statics(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(STATIC)?, bytes.as_slice())))
    }
}

fn parsed(sources: &BTreeMap<String, String>) -> Result<Tera> {
    let mut tera = Tera::new();
    tera.set_escape_fn(write_escaped);
    tera.autoescape_on(ENDINGS);
    tera.register_filter("phrases", |name: &str, _: Kwargs, _: &State<'_>| phrases(name));
    let outcome = tera.set_fallback_prefixes([PREFIX]).and_then(|()| tera.add_raw_templates(sources));
    outcome.map_err(|cause| fault::explained(&cause, sources))?;
    Ok(tera)
}

fn built_in_files() -> Vec<(&'static str, &'static [u8])> {
    let mut found = Vec::new();
    let mut folders = vec![&BUILT_IN];
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(inner) => folders.push(inner),
                DirEntry::File(file) => found.extend(file.path().to_str().map(|name| (name, file.contents()))),
            }
        }
    }
    found
}

fn is_template(name: &str) -> bool {
    !name.starts_with(STATIC) && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// What file managers and editors leave behind; it must not reach the public site.
fn is_litter(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    matches!(file, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || file.starts_with("~$")
        || file.starts_with(".~")
        || file.ends_with('~')
}

/// Refuses names that could leave the folder, and those that stand for built-in templates.
fn check_name(name: &str) -> Result<()> {
    let sound = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    if !name.split('/').all(sound) {
        return Err(Error::usage("模板的文件名不能用").at(fault::shown(name)).help("请改用不含反斜杠和冒号的文件名。"));
    }
    if name.starts_with(PREFIX) {
        return Err(Error::usage("builtin 这个文件夹名留给内置模板")
            .at(fault::shown(name))
            .help("请把文件放在 templates 里的另一个文件夹。"));
    }
    Ok(())
}

fn template_text(name: &str, bytes: &[u8]) -> Result<String> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Error::usage("模板不是 UTF-8 编码").at(fault::shown(name)).help("请用记事本打开，另存为“UTF-8”编码。")
    })?;
    // A byte-order mark would stand before the page's first character.
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(name: &str, text: &str) -> Vec<(String, Vec<u8>)> {
        vec![(name.to_owned(), text.as_bytes().to_vec())]
    }

    fn refused(name: &str, text: &str) -> String {
        Templates::new(&own(name, text)).err().expect("a broken template").to_string()
    }

    #[test]
    fn the_built_in_templates_are_sound() {
        let templates = Templates::built_in();
        assert!(templates.file("static/assets/style.css").is_ok());
        assert!(templates.file("epub/style.css").is_ok());
    }

    #[test]
    fn a_broken_template_is_told_with_its_place_and_in_chinese() {
        let told = refused("issue.html", "<p>\n改革 {{ x | daxie }}</p>");
        assert!(told.contains("templates/issue.html:2:11"), "{told}");
        assert!(told.contains("没有名为“daxie”的过滤器"), "{told}");
        let told = refused("parts/a.html", "{% if x %}");
        assert!(told.contains("templates/parts/a.html:1:"), "{told}");
        let told = refused("a.html", "{{ 标题 }}");
        assert!(told.contains("templates/a.html:1:4"), "{told}");
        assert!(refused("a.html", "{% extends \"没有.html\" %}").contains("templates/a.html"));
        assert!(refused("a.html", "{% extends \"a.html\" %}").contains("templates/a.html"));
    }

    #[test]
    fn names_that_leave_the_folder_or_pose_as_built_in_are_refused() {
        for name in ["../a.html", "/a.html", "static/../../a", "a\\b.html", "builtin/base.html"] {
            assert!(Templates::new(&own(name, "")).is_err(), "{name}");
        }
        let not_text = vec![("a.html".to_owned(), vec![0xb8, 0xc4])];
        assert!(Templates::new(&not_text).is_err());
    }

    #[test]
    fn litter_stays_at_home() {
        let templates = Templates::new(&own("static/.DS_Store", "x")).expect("litter is no fault");
        assert!(templates.statics().all(|(path, _)| path != ".DS_Store"));
    }
}
