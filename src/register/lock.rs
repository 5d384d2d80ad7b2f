//! The right to write in the register: one has it at a time.
//!
//! In: the office folder. Out: the lock, held until it is dropped; where somebody else has it, a wait, and then a
//! sentence. Refuses to know: what is written.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// How long a second writer waits for the first.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often he asks.
const ASK: Duration = Duration::from_millis(50);

/// The right to write in the register of one office.
#[derive(Debug)]
pub struct Lock {
    root: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of the office folder `root`; waits for somebody else who has it, but not for ever.
    pub fn take(root: &Path) -> Result<Self> {
        let started = Instant::now();
        loop {
            if let Some(lock) = Lock::try_take(root)? {
                return Ok(lock);
            }
            if started.elapsed() >= PATIENCE {
                let path = root.join(PATH);
                return Err(Error::work("另一个人或另一个窗口正在登记").at(path).help("请等它结束后重试。"));
            }
            std::thread::sleep(ASK);
        }
    }

    /// The same, but `None` at once where somebody else has it.
    pub fn try_take(root: &Path) -> Result<Option<Self>> {
        let path = root.join(PATH);
        let failed = |cause| Error::io("锁定收文簿", &path, cause);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|cause| Error::io("建立收文簿文件夹", folder, cause))?;
        }
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { root: root.to_owned(), _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(failed(cause)),
        }
    }

    /// The office folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }
}

const PATH: &str = "register/.lock";
