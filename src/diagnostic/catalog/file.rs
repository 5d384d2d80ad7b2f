//! Findings about files: what cannot be taken in at all, and bytes that are not text.

use super::{codes, say};
use crate::diagnostic::Message;

codes! {
    /// A file that is no brief and no picture of one.
    FILE_KIND = "file-kind", Error, fixed, "不是可以收的文件格式";
    /// A symbolic link, device or pipe.
    FILE_LINK = "file-link", Error, fixed, "快捷方式、链接或特殊文件";
    /// The file could not be opened.
    FILE_UNREADABLE = "file-unreadable", Error, fixed, "文件打不开";
    /// More bytes than any brief has.
    FILE_TOO_LARGE = "file-too-large", Error, fixed, "文件太大";
    /// The name cannot be written down.
    FILE_NAME = "file-name", Error, fixed, "文件名无法登记";
    /// A picture that no brief shows.
    FILE_STRAY = "file-stray", Hint, "图片没有被引用";
    /// Not inside a unit's folder.
    FILE_PLACE = "file-place", Error, fixed, "没有放在本单位文件夹里";
    /// The bytes are no text in any known encoding.
    ENCODING_BROKEN = "encoding-broken", Error, fixed, "文字编码损坏或认不出";
    /// Read as GBK or UTF-16.
    ENCODING_OTHER = "encoding-other", Hint, "不是 UTF-8 编码";
    /// NUL and other characters that no text holds.
    CONTROL_CHARACTER = "control-character", Error, fixed, "含有不可见的控制字符";
}

/// `kind` says what the file seems to be.
pub fn file_kind(kind: &str, help: &str) -> Message {
    say(&FILE_KIND, format!("{kind}，现在还不能直接收"), help)
}

/// Not followed: what it points at may lie outside the unit's folder.
pub fn file_link() -> Message {
    say(&FILE_LINK, "这是链接或特殊文件，为安全起见不予读取", "请把原文件复制到本单位文件夹里")
}

/// `cause` comes from the operating system.
pub fn file_unreadable(cause: &str) -> Message {
    say(&FILE_UNREADABLE, format!("文件打不开（{cause}）"), "请检查权限，或者关闭正在使用它的程序，然后重新投放")
}

/// Sizes in bytes.
pub fn file_too_large(size: u64, limit: u64) -> Message {
    let mib = |bytes: u64| bytes.div_ceil(1 << 20);
    let text = format!("文件有 {} MB，超过 {} MB 的上限，没有读取", mib(size), mib(limit));
    say(&FILE_TOO_LARGE, text, "请确认没有放错文件；图片请单独存放，在正文里引用")
}

/// A picture beside the briefs that none of them refers to.
pub fn file_stray() -> Message {
    say(
        &FILE_STRAY,
        "这张图片没有被任何一篇引用，没有采用",
        "若是配图，请在正文里写 ![图上是什么](文件名)；若是签批页扫描件，请改成与简报相同的文件名",
    )
}

/// The name is not UTF-8 or holds control characters.
pub fn file_name() -> Message {
    say(&FILE_NAME, "文件名含有无法登记的字符", "请改用汉字、字母、数字命名后重新投放")
}

/// The file lies directly in submissions.
pub fn file_place() -> Message {
    say(&FILE_PLACE, "文件直接放在了 submissions 下面", "请放到本单位的文件夹里，例如 submissions/市民政局/")
}

/// `known` says what could be made out.
pub fn encoding_broken(known: &str) -> Message {
    say(&ENCODING_BROKEN, format!("文字无法无损读出：{known}"), "请用记事本打开，另存为“UTF-8”编码后重新投放")
}

/// `name` is the encoding it was read as.
pub fn encoding_other(name: &str) -> Message {
    say(&ENCODING_OTHER, format!("文件是 {name} 编码，已照此读出"), "今后另存为“UTF-8”更稳妥，这一篇不必重报")
}

/// `code` is the character's number, `count` how many there are.
pub fn control_character(code: u32, count: usize) -> Message {
    let text = format!("含有 {count} 个不可见的控制字符（第一个是 U+{code:04X}）");
    say(&CONTROL_CHARACTER, text, "多半是文件损坏或转换出错，请用记事本打开、删去后重新投放")
}
