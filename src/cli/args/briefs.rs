//! Arguments of the commands about briefs.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// 单位（名称、简称或 id）
    #[arg(long, value_name = "单位")]
    pub unit: String,
    /// 标题
    #[arg(long, value_name = "标题")]
    pub title: String,
    /// 类型；不写就是信息
    #[arg(long, value_name = "类型")]
    pub kind: Option<String>,
    /// 写成 Word 文档（.docx），给用 Word、WPS 的联络员
    #[arg(long)]
    pub docx: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// 要检查的文件或文件夹；不写就检查全部
    #[arg(value_name = "文件")]
    pub paths: Vec<PathBuf>,
    /// 把能确定的改好，另存到这个文件夹（原稿不动）
    #[arg(long, value_name = "文件夹")]
    pub fix: Option<PathBuf>,
}

/// Arguments of `inbox`.
#[derive(Debug, Args)]
pub struct Inbox {
    /// 连同已退改、缓办和已采用未刊发的
    #[arg(long)]
    pub all: bool,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// 收文号，如 2016-0012；也可写文件路径
    #[arg(value_name = "收文号")]
    pub receipt: String,
    /// 看整理了哪些地方：原稿与整理后的对照
    #[arg(long)]
    pub diff: bool,
}

/// Arguments of `accept`.
#[derive(Debug, Args)]
pub struct Accept {
    /// 收文号或文件路径
    #[arg(value_name = "收文号", required_unless_present = "all")]
    pub receipts: Vec<String>,
    /// 采用所有待审而且没有错误的
    #[arg(long, conflicts_with = "receipts")]
    pub all: bool,
    /// 编入哪种刊物（id 或刊名）
    #[arg(long, value_name = "刊物")]
    pub series: Option<String>,
    /// 等次，如 优、良、中
    #[arg(long, value_name = "等次")]
    pub grade: Option<String>,
    /// 理由
    #[arg(long, value_name = "理由")]
    pub because: Option<String>,
    /// 有错误也采用（须写理由；密级、无标题、无正文不能破例）
    #[arg(long)]
    pub anyway: bool,
    /// 照原稿编发，不用整理过的文字
    #[arg(long)]
    pub as_written: bool,
}

/// Arguments of `return`, `decline` and `hold`.
#[derive(Debug, Args)]
pub struct Decide {
    /// 收文号或文件路径
    #[arg(value_name = "收文号", required = true)]
    pub receipts: Vec<String>,
    /// 理由
    #[arg(long, value_name = "理由")]
    pub because: Option<String>,
}

/// Arguments of `waive`.
#[derive(Debug, Args)]
pub struct Waive {
    /// 收文号、文件路径，或者期（如 dongtai-2016-12）
    #[arg(value_name = "收文号或期")]
    pub subject: String,
    /// 第几条（前面写期的时候）
    #[arg(value_name = "条")]
    pub item: Option<usize>,
    /// 问题的代码，如 mobile-number；可以写多个
    #[arg(long, value_name = "代码", required = true, num_args = 1..)]
    pub code: Vec<String>,
    /// 理由
    #[arg(long, value_name = "理由")]
    pub because: String,
    /// 收回以前的核准
    #[arg(long)]
    pub lift: bool,
}
