//! The command line: clap's types and the words of its help. Nothing else.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::{Every, IssueId, Period};

/// 快报：改革信息的收文、审核、编发与公布
#[derive(Debug, Parser)]
#[command(
    name = "kuaibao",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
#[command(help_template = "{about}\n\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}{after-help}")]
#[command(override_usage = "kuaibao [选项] 命令 …", subcommand_required = true)]
#[command(after_help = "\n\n每个命令的详细说明：kuaibao 命令 --help。手册：docs/编辑手册.md、docs/报送指南.md。")]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Common {
    /// 办公文件夹；不写就从当前文件夹向上找 kuaibao.toml
    #[arg(long, global = true, value_name = "文件夹", display_order = 901)]
    pub office: Option<PathBuf>,
    /// 把现在当作这个时间，如 2016-11-20T09:00:00+08:00（补登记、试运行用；也可设 KUAIBAO_NOW）
    #[arg(long, global = true, value_name = "时间", value_parser = moment, display_order = 902)]
    pub now: Option<DateTime<FixedOffset>>,
    /// 经办人，记入收文簿；不写就用 KUAIBAO_BY 或电脑的用户名
    #[arg(long, global = true, value_name = "姓名", display_order = 903)]
    pub by: Option<String>,
    /// 输出 JSON，供别的程序使用
    #[arg(long, global = true, display_order = 904)]
    pub json: bool,
    /// 颜色：auto 自动、always 总是、never 从不
    #[arg(
        long,
        global = true,
        value_name = "何时",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        display_order = 905
    )]
    pub color: Color,
    /// 只说出错的事
    #[arg(short, long, global = true, display_order = 906)]
    pub quiet: bool,
    /// 多说一些（build 连同提示一起列出）
    #[arg(short, long, global = true, display_order = 907)]
    pub verbose: bool,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, display_order = 908)]
    pub help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, display_order = 909)]
    pub version: Option<bool>,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The help of a command in the words of its users.
macro_rules! chinese {
    ($usage:literal) => {
        concat!("{about}\n\n用法：kuaibao ", $usage, "\n\n选项：\n{options}")
    };
    ($usage:literal, with arguments) => {
        concat!("{about}\n\n用法：kuaibao ", $usage, "\n\n参数：\n{positionals}\n\n选项：\n{options}")
    };
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 新建一个办公文件夹，附带有说明的设置和一篇样稿
    #[command(help_template = chinese!("init [文件夹]", with arguments))]
    Init(Init),
    /// 在单位文件夹里新建一篇待填写的简报
    #[command(help_template = chinese!("new --unit 单位 --title 标题 [--kind 类型]"))]
    New(New),
    /// 检查简报，只看不写；不在办公文件夹里也能用
    #[command(help_template = chinese!("check [文件或文件夹…]", with arguments))]
    Check(Check),
    /// 登记新到和改过的简报，发给收文号
    #[command(help_template = chinese!("intake"))]
    Intake,
    /// 列出等待处理的简报，先到的在前
    #[command(help_template = chinese!("inbox [--all]"))]
    Inbox(Inbox),
    /// 查看一篇简报：正文、问题、经过
    #[command(help_template = chinese!("show 收文号", with arguments))]
    Show(Show),
    /// 采用
    #[command(help_template = chinese!("accept 收文号… | --all [--series 刊物] [--grade 等次] [--anyway --because 理由]", with arguments))]
    Accept(Accept),
    /// 退改：请单位修改后重报，要写理由
    #[command(name = "return", help_template = chinese!("return 收文号… --because 理由", with arguments))]
    Return(Decide),
    /// 不采用，要写理由
    #[command(help_template = chinese!("decline 收文号… --because 理由", with arguments))]
    Decline(Decide),
    /// 缓办：先放一放
    #[command(help_template = chinese!("hold 收文号… [--because 理由]", with arguments))]
    Hold(Decide),
    /// 各单位报送任务完成情况
    #[command(help_template = chinese!("quota [--month 2016-11 | --quarter 2016Q4 | --half 2016H2 | --year 2016] [--strict]"))]
    Quota(Quota),
    /// 把已采用的简报编成送审稿
    #[command(help_template = chinese!("compile [刊物]", with arguments))]
    Compile(Compile),
    /// 刊发送审稿：封存并固定期号
    #[command(help_template = chinese!("publish 期… | --all      期的写法：dongtai-2016-12", with arguments))]
    Publish(Publish),
    /// 更正已刊发的一期：先改好文件，再运行本命令
    #[command(help_template = chinese!("correct 期 --because 理由 | correct 期 --restore", with arguments))]
    Correct(Correct),
    /// 撤下已刊发的一条，期号和条号保留
    #[command(help_template = chinese!("withdraw 期 条 --because 理由", with arguments))]
    Withdraw(Withdraw),
    /// 一条龙：登记、检查、编稿，生成网页和电子书
    #[command(help_template = chinese!("build [--publish] [--out 文件夹]"))]
    Build(Build),
    /// 核对收文簿、原文、封存和网页，只看不写
    #[command(help_template = chinese!("verify"))]
    Verify,
    /// 解释一种问题：什么意思、怎么改，附正误例子
    #[command(help_template = chinese!("explain 代码", with arguments))]
    Explain(Explain),
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// 文件夹；不写就是当前文件夹
    #[arg(value_name = "文件夹")]
    pub dir: Option<PathBuf>,
}

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
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// 要检查的文件或文件夹；不写就检查全部
    #[arg(value_name = "文件")]
    pub paths: Vec<PathBuf>,
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

/// Arguments of `quota`.
#[derive(Debug, Args)]
pub struct Quota {
    /// 月，如 2016-11；都不写就是本月
    #[arg(long, value_name = "月", value_parser = month, group = "period")]
    pub month: Option<Period>,
    /// 季度，如 2016Q4
    #[arg(long, value_name = "季", value_parser = quarter, group = "period")]
    pub quarter: Option<Period>,
    /// 半年，如 2016H2
    #[arg(long, value_name = "半年", value_parser = half, group = "period")]
    pub half: Option<Period>,
    /// 年，如 2016
    #[arg(long, value_name = "年", value_parser = year, group = "period")]
    pub year: Option<Period>,
    /// 有单位欠报时以退出码 11 结束
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `compile`.
#[derive(Debug, Args)]
pub struct Compile {
    /// 刊物（id 或刊名）；不写就是全部
    #[arg(value_name = "刊物")]
    pub series: Option<String>,
}

/// Arguments of `publish`.
#[derive(Debug, Args)]
pub struct Publish {
    /// 期，如 dongtai-2016-12
    #[arg(value_name = "期", value_parser = issue, required_unless_present = "all")]
    pub issues: Vec<IssueId>,
    /// 所有编好的送审稿
    #[arg(long, conflicts_with = "issues")]
    pub all: bool,
}

/// Arguments of `correct`.
#[derive(Debug, Args)]
pub struct Correct {
    /// 期，如 dongtai-2016-12
    #[arg(value_name = "期", value_parser = issue)]
    pub issue: IssueId,
    /// 更正的理由，读者会看到
    #[arg(long, value_name = "理由", required_unless_present = "restore")]
    pub because: Option<String>,
    /// 更正说明里不引出改动前后的文字（原文不宜再现时用）
    #[arg(long, conflicts_with = "restore")]
    pub no_quote: bool,
    /// 不要改动，恢复成刊发时的样子
    #[arg(long, conflicts_with = "because")]
    pub restore: bool,
}

/// Arguments of `withdraw`.
#[derive(Debug, Args)]
pub struct Withdraw {
    /// 期，如 dongtai-2016-12
    #[arg(value_name = "期", value_parser = issue)]
    pub issue: IssueId,
    /// 第几条
    #[arg(value_name = "条")]
    pub item: usize,
    /// 撤稿的理由，读者会看到
    #[arg(long, value_name = "理由")]
    pub because: String,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// 网页放到哪里；不写就是 site
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 同时刊发所有编好的送审稿
    #[arg(long)]
    pub publish: bool,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// 问题的代码，如 unsigned；不写就列出全部
    #[arg(value_name = "代码")]
    pub code: Option<String>,
}

/// A moment with its offset; without one it is taken as China's.
pub fn moment(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let text = text.trim();
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}+08:00")))
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")))
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}T09:00:00+08:00")))
        .map(|moment| moment.with_timezone(&super::china()))
        .map_err(|_| "时间应写成 2016-11-20T09:00:00+08:00 的样子".into())
}

fn month(text: &str) -> Result<Period, String> {
    period(text, Every::Month, "2016-11（月）")
}

fn quarter(text: &str) -> Result<Period, String> {
    period(text, Every::Quarter, "2016Q4（季）")
}

fn half(text: &str) -> Result<Period, String> {
    period(text, Every::Half, "2016H2（半年）")
}

fn year(text: &str) -> Result<Period, String> {
    period(text, Every::Year, "2016（年）")
}

fn period(text: &str, every: Every, example: &str) -> Result<Period, String> {
    let period = text.parse().ok().filter(|period: &Period| period.every() == every);
    period.ok_or_else(|| format!("应写成 {example} 的样子"))
}

fn issue(text: &str) -> Result<IssueId, String> {
    text.parse().map_err(|_| "期应写成 dongtai-2016-12 的样子：刊物 id、年份、期号".into())
}
