//! Documents, one after the other → an EPUB.
//!
//! In: what the book says of itself, and its documents in reading order. Out: the file's bytes: package, contents and
//! landmarks are made from what was added, so that none can be forgotten. Refuses to know: issues.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use tera::{Context, Value};

use super::bindery::Bindery;
use super::chapter::{Chapter, picture_href};
use super::container::{self, File};
use super::nav::Nav;
use super::package::{Book, Resource};
use super::packed::Packed;
use crate::error::Result;

/// A book in the making.
pub struct Binder<'a, 'b> {
    bindery: &'a Bindery<'b>,
    book: Value,
    files: Vec<File>,
    resources: Vec<Resource>,
    nav: Nav,
    landmarks: Vec<Landmark>,
    pictures: BTreeMap<String, &'b [u8]>,
}

/// A place that reading apps may offer by its kind.
#[derive(Serialize)]
struct Landmark {
    kind: &'static str,
    href: String,
    label: &'static str,
}

impl<'a, 'b> Binder<'a, 'b> {
    /// A book with its cover.
    pub fn new(bindery: &'a Bindery<'b>, book: &Book) -> Result<Self> {
        let mut binder = Binder {
            bindery,
            book: Value::from_serializable(book),
            files: Vec::new(),
            resources: Vec::new(),
            nav: Nav::default(),
            landmarks: Vec::new(),
            pictures: BTreeMap::new(),
        };
        binder.page("cover.xhtml", "cover.xhtml", Context::new())?;
        binder.landmark("cover", "cover.xhtml", "封面");
        let svg = bindery.templates.render("epub/cover.svg", &binder.values(Context::new()))?;
        binder.add("cover.svg", Packed::of("cover.svg", &svg)?, false, Some("cover-image"));
        Ok(binder)
    }

    /// Adds a document of the reading order, made from a template with `book` and these values.
    pub fn page(&mut self, href: &str, template: &str, values: Context) -> Result<()> {
        let bytes = self.bindery.templates.render(&format!("epub/{template}"), &self.values(values))?;
        self.add(href, Packed::of(href, &bytes)?, true, None);
        Ok(())
    }

    /// Adds a line to the contents.
    pub fn entry(&mut self, depth: usize, href: &str, label: &str) {
        self.nav.add(depth, href, label);
    }

    /// Adds a landmark.
    pub fn landmark(&mut self, kind: &'static str, href: &str, label: &'static str) {
        self.landmarks.push(Landmark { kind, href: href.to_owned(), label });
    }

    /// Adds a chapter, with its lines in the contents at `depth` and below, and its pictures.
    pub fn chapter(&mut self, chapter: &Chapter<'b>, depth: usize, label: &str) {
        let line = &chapter.line;
        let mark = if line.withdrawn { "（已撤稿）" } else { "" };
        self.nav.add(depth, line.href.as_str(), format!("{label}{mark}"));
        let mut above: Vec<u8> = Vec::new();
        for point in &chapter.outline {
            // Points that stand deep with nothing above them stand side by side all the same.
            above.retain(|level| *level < point.level);
            above.push(point.level);
            self.nav.add(depth + above.len(), format!("{}#{}", line.href, point.anchor), &point.label);
        }
        if !self.landmarks.iter().any(|landmark| landmark.kind == "bodymatter") {
            self.landmark("bodymatter", &line.href, "正文");
        }
        let pictures = chapter.entry.pictures().iter();
        self.pictures.extend(pictures.map(|picture| (picture_href(picture), &**picture.bytes())));
        self.add(&line.href, Arc::clone(&chapter.packed), true, None);
    }

    /// The EPUB. Reading starts at its front, so package and contents come first.
    pub fn bound(mut self, date: NaiveDate) -> Result<Vec<u8>> {
        let style = self.bindery.common("style.css", self.bindery.templates.file("epub/style.css")?)?;
        self.add("style.css", style, false, None);
        for (href, bytes) in std::mem::take(&mut self.pictures) {
            self.add(&href, Packed::of(&href, bytes)?, false, None);
        }
        self.resources.insert(0, Resource::new("nav.xhtml", false, Some("nav")));
        let mut values = self.values(Context::new());
        values.insert("resources", &self.resources);
        values.insert("nav", &self.nav.lines());
        values.insert("landmarks", &self.landmarks);
        let mut files = Vec::with_capacity(self.files.len() + 3);
        let front = [("META-INF/", "container.xml"), ("EPUB/", "package.opf"), ("EPUB/", "nav.xhtml")];
        for (folder, name) in front {
            let bytes = self.bindery.templates.render(&format!("epub/{name}"), &values)?;
            files.push((format!("{folder}{name}"), self.bindery.common(name, &bytes)?));
        }
        files.append(&mut self.files);
        container::packed(date, &files)
    }

    fn add(&mut self, href: &str, file: impl Into<Arc<Packed>>, in_spine: bool, properties: Option<&'static str>) {
        self.resources.push(Resource::new(href, in_spine, properties));
        self.files.push((format!("EPUB/{href}"), file.into()));
    }

    fn values(&self, mut values: Context) -> Context {
        values.insert_value("book", self.book.clone());
        values
    }
}
