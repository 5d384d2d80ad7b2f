//! The office's settings: kuaibao.toml and units.toml as written → values as used.
//!
//! In: the two files. Out: `Settings` and `Roster`, or an error that names file, line and column. Unknown keys are
//! refused: a setting that is misspelt must not be silently without effect.
//! Refuses to know: briefs, the register, the clock.

mod duties;
mod gate;
mod series;
mod settings;
mod shapes;
pub(crate) mod strict;
mod templates;
mod units;
mod watch;
mod weights;

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Code, Severity};
use crate::error::{Error, Result};
use crate::model::{Digest, Joint, Kind, Obligation, Roster, Series, SeriesId, Waiver};

pub use gate::{Gate, Leader, Word, Wording};
pub use templates::own_templates;
pub use watch::{Mode, Watch};

/// The name of the settings file, which also marks a folder as an office.
pub const SETTINGS_FILE: &str = "kuaibao.toml";
/// The name of the file with the reporting units.
pub const UNITS_FILE: &str = "units.toml";
/// The folder of the office's own templates.
pub const TEMPLATES: &str = "templates";

/// kuaibao.toml as used.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The office in full: printed in mastheads and signed at the foot.
    pub office: String,
    /// The office in short.
    pub office_short: String,
    /// The name of the site.
    pub site_title: String,
    /// The public address of the site, with a slash at its end; empty when there is none.
    pub url: String,
    /// The titles, in order.
    pub series: Vec<Series>,
    /// The title for briefs that neither the unit nor the office has put anywhere.
    pub default_series: SeriesId,
    /// The kinds of briefs; the first is the default.
    pub kinds: Vec<Kind>,
    /// The duties.
    pub obligations: Vec<Obligation>,
    /// For whom a joint brief counts.
    pub joint: Joint,
    /// Duties that units have been let off.
    pub waivers: Vec<Waiver>,
    /// Rules whose weight the office has changed; `None`: switched off.
    pub severities: BTreeMap<&'static str, Option<Severity>>,
    /// What the office watches before it prints.
    pub gate: Gate,
    /// How `watch` and `serve` notice changes.
    pub watch: Watch,
}

impl Settings {
    /// Reads kuaibao.toml from its text.
    pub fn from_text(path: &Path, text: &str, roster: &Roster) -> Result<Self> {
        settings::read(path, text, roster)
    }

    /// The settings of the Kunming reporting regime, for work outside any office.
    pub fn regime() -> Self {
        let path = Path::new(SETTINGS_FILE);
        settings::read(path, "[office]\nname = \"本办\"\n", &Roster::default())
            .expect("the defaults are valid settings")
    }

    /// The title with that id or name (with or without 《》).
    pub fn series_named(&self, text: &str) -> Option<&Series> {
        let name = text.trim().trim_start_matches('《').trim_end_matches('》');
        self.series.iter().find(|series| series.id.as_str() == name || series.title == name)
    }

    /// The kind of that name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// The kind that a brief has when it names none.
    pub fn default_kind(&self) -> &str {
        self.kinds.first().map_or("信息", |kind| kind.name.as_str())
    }

    /// How much a finding weighs in this office; `None`: it is switched off.
    pub fn severity(&self, code: &'static Code) -> Option<Severity> {
        self.severities.get(code.name).copied().unwrap_or(Some(code.severity))
    }
}

/// Reads both files of the office folder `root`; the digest is that of their texts.
pub fn load(root: &Path) -> Result<(Settings, Roster, Digest)> {
    let (units_path, path) = (root.join(UNITS_FILE), root.join(SETTINGS_FILE));
    let (units, text) = (read_text(&units_path)?, read_text(&path)?);
    let roster = units::read(&units_path, &units)?;
    let settings = settings::read(&path, &text, &roster)?;
    let digest = Digest::of(format!("{}\0{units}\0{text}", units.len()).as_bytes());
    Ok((settings, roster, digest))
}

/// Reads units.toml from its text.
pub fn roster_from_text(path: &Path, text: &str) -> Result<Roster> {
    units::read(path, text)
}

fn read_text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|cause| Error::io("读取设置", path, cause))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage("设置文件不是 UTF-8 编码").at(path).help("请用记事本打开，另存为“UTF-8”编码"))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}
