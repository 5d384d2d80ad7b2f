//! The command line: clap's types and the words of its help. Nothing else.

mod briefs;
mod issues;
mod office;
mod values;

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use briefs::{Accept, Check, Decide, Inbox, New, Show, Waive};
pub use issues::{Compile, Correct, Fmt, Mask, Publish, Withdraw};
pub use office::{Build, Explain, Init, Quota, Serve};
pub use values::moment;

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
    #[command(help_template = chinese!("new --unit 单位 --title 标题 [--kind 类型] [--docx]"))]
    New(New),
    /// 检查简报，只看不写；不在办公文件夹里也能用
    #[command(help_template = chinese!("check [文件或文件夹…] [--fix 另存的文件夹]", with arguments))]
    Check(Check),
    /// 登记新到和改过的简报，发给收文号
    #[command(help_template = chinese!("intake"))]
    Intake,
    /// 列出等待处理的简报，先到的在前
    #[command(help_template = chinese!("inbox [--all]"))]
    Inbox(Inbox),
    /// 查看一篇简报：正文、问题、经过
    #[command(help_template = chinese!("show 收文号 [--diff]", with arguments))]
    Show(Show),
    /// 采用
    #[command(help_template = chinese!("accept 收文号… | --all [--series 刊物] [--grade 等次] [--as-written] [--anyway --because 理由]", with arguments))]
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
    /// 核准保留：一篇里的某种问题经核实不必改，写明理由，记入收文簿
    #[command(help_template = chinese!("waive 收文号 --code 代码… --because 理由 | waive 期 条 --code 代码… --because 理由 [--lift]", with arguments))]
    Waive(Waive),
    /// 各单位报送任务完成情况
    #[command(help_template = chinese!("quota [--month 2016-11 | --quarter 2016Q4 | --half 2016H2 | --year 2016] [--strict]"))]
    Quota(Quota),
    /// 把已采用的简报编成送审稿
    #[command(help_template = chinese!("compile [刊物]", with arguments))]
    Compile(Compile),
    /// 整理送审稿的文字：标点、空格等能确定的，直接改好
    #[command(help_template = chinese!("fmt 期… [--dry-run]", with arguments))]
    Fmt(Fmt),
    /// 遮盖送审稿里的身份证号、手机号、银行卡号、邮箱
    #[command(help_template = chinese!("mask 期 [条]      期的写法：dongtai-2016-12", with arguments))]
    Mask(Mask),
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
    /// 守着办公文件夹：一有新到、改动就登记，更新网页和 reports
    #[command(help_template = chinese!("watch      按 Ctrl-C 结束"))]
    Watch,
    /// 同 watch，并在这台电脑的浏览器里预览网站、送审稿和待办，随改随看
    #[command(help_template = chinese!("serve [--port 端口]      按 Ctrl-C 结束"))]
    Serve(Serve),
    /// 核对收文簿、原文、封存和网页，只看不写
    #[command(help_template = chinese!("verify"))]
    Verify,
    /// 解释一种问题：什么意思、怎么改，附正误例子
    #[command(help_template = chinese!("explain 代码", with arguments))]
    Explain(Explain),
}
