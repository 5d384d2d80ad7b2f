//! What to say when the tool could not do its own work.
//!
//! In: what failed and where. Out: a sentence, a path, a way out, and which exit code it means. Findings about
//! people's texts are not errors; they live in `diagnostic`.

use std::fmt;
use std::path::{Path, PathBuf};

/// What a script needs to know of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The disk, a permission, a damaged register: exit code 1.
    Work,
    /// Wrong arguments or wrong settings: exit code 2.
    Usage,
    /// A defect of the tool itself: exit code 70.
    Defect,
}

/// The tool could not do its work.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    sentence: String,
    path: Option<PathBuf>,
    cause: Option<String>,
    way_out: Option<String>,
}

/// A result of the tool's own work.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The work could not be done.
    pub fn work(sentence: impl Into<String>) -> Self {
        Error::new(ErrorKind::Work, sentence)
    }

    /// The user asked for something that cannot be, or the settings are wrong.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Error::new(ErrorKind::Usage, sentence)
    }

    /// The tool contradicts itself.
    pub fn defect(sentence: impl Into<String>) -> Self {
        Error::new(ErrorKind::Defect, sentence)
    }

    /// Something with a file failed: `doing` says what was tried (读取, 写入, …).
    pub fn io(doing: &str, path: &Path, cause: std::io::Error) -> Self {
        let way_out = match cause.kind() {
            std::io::ErrorKind::PermissionDenied => "请检查这个文件或文件夹的权限，或者它是否正被别的程序占用。",
            std::io::ErrorKind::StorageFull => "磁盘已满，请腾出空间后重试；已登记的内容不会丢失。",
            std::io::ErrorKind::NotFound => "请确认路径没有写错，文件没有被移走。",
            _ => "请稍后重试；若反复出现，请检查磁盘或网络盘。",
        };
        Error::work(format!("无法{doing}")).at(path).because(cause).help(way_out)
    }

    fn new(kind: ErrorKind, sentence: impl Into<String>) -> Self {
        Error { kind, sentence: sentence.into(), path: None, cause: None, way_out: None }
    }

    /// Which file or folder it is about.
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// What was behind it.
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// What the user can do about it.
    pub fn help(mut self, way_out: impl Into<String>) -> Self {
        self.way_out = Some(way_out.into());
        self
    }

    /// Its kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        if let Some(path) = &self.path {
            write!(f, "：{}", path.display())?;
        }
        if let Some(cause) = &self.cause {
            write!(f, "\n  原因：{cause}")?;
        }
        if let Some(way_out) = &self.way_out {
            write!(f, "\n  办法：{way_out}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
