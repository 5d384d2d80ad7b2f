//! `check --fix`: corrected copies of briefs in a folder of the unit's choice.

use std::path::{Path, PathBuf};

use super::check::files_below;
use super::desk::Desk;
use super::exit::Exit;
use crate::config::Settings;
use crate::error::{Error, Result};
use crate::examine::{self, Judged};
use crate::fix;
use crate::intake::SUBMISSIONS;
use crate::office::Office;
use crate::report::changes;

/// Writes a copy of every brief at `paths` in which something is put right.
pub fn run(office: Option<&Office>, paths: &[PathBuf], folder: &Path, desk: &mut Desk<'_>) -> Result<Exit> {
    let submissions = office.map(|office| office.root.join(SUBMISSIONS));
    is_nobodys(submissions.as_deref(), folder)?;
    let all: Vec<PathBuf> = submissions.clone().into_iter().filter(|_| paths.is_empty()).collect();
    if paths.is_empty() && all.is_empty() {
        return desk.office().map(|_| Exit::Done);
    }
    let settings = office.map_or_else(Settings::regime, |office| office.settings.clone());
    let (mut count, mut written) = (0, 0);
    let wanted: Vec<PathBuf> = paths.iter().map(|path| desk.path(path)).chain(all).collect();
    let work = desk.work();
    work.begins("改好副本");
    let below = |path: PathBuf| files_below(&path).map(|files| (path, files));
    let wanted: Vec<(PathBuf, Vec<PathBuf>)> = wanted.into_iter().map(below).collect::<Result<_>>()?;
    work.pieces(wanted.iter().map(|(_, files)| files.len()).sum(), "篇");
    for (path, file) in wanted.iter().flat_map(|(path, files)| files.iter().map(move |file| (path, file))) {
        let judged = examine::judge_alone(file, &settings, desk.today());
        let judged = judged.map_err(|cause| Error::io("读取", file, cause))?;
        count += 1;
        written += usize::from(one(&judged, file, submissions.as_deref().unwrap_or(path), folder, desk)?);
        work.one();
    }
    work.ends();
    desk.print(&format!("看了 {count} 篇，改好 {written} 篇，副本在 {}；原稿没有动。", folder.display()))?;
    Ok(Exit::Done)
}

fn one(judged: &Judged, file: &Path, base: &Path, folder: &Path, desk: &mut Desk<'_>) -> Result<bool> {
    let place = file.strip_prefix(base).ok().filter(|place| !place.as_os_str().is_empty());
    let place = place.map_or_else(|| PathBuf::from(file.file_name().unwrap_or_default()), Path::to_path_buf);
    if let Some(path) = fix::copy(judged, folder, &place)? {
        desk.print(&format!("{}：{}", path.display(), changes::summary(&judged.edits)))?;
        return Ok(true);
    }
    Ok(false)
}

/// Copies beside the originals would be received as briefs.
fn is_nobodys(submissions: Option<&Path>, folder: &Path) -> Result<()> {
    let existing = folder.ancestors().find_map(|folder| folder.canonicalize().ok());
    let inside = submissions.and_then(|s| s.canonicalize().ok()).zip(existing).is_some_and(|(s, f)| f.starts_with(s));
    if inside {
        return Err(Error::usage("改好的副本不能放在 submissions 里，那里的文件会被当作新的报送")
            .at(folder)
            .help("请写一个别的文件夹，例如 --fix 改好。"));
    }
    Ok(())
}
