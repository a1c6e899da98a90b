"""`ports.Observer` on this machine: each kind of question to the function that looks.

Law: nothing that is found is run; nothing raises. A question that is not known here is `Unavailable`.
"""

from typing import assert_never

from mayact.core.analysis.plan import (
    Answer,
    ContentOf,
    FetchUrls,
    FileDigest,
    FileText,
    GitPrograms,
    HeadBranch,
    Missing,
    ProgramPath,
    PushContents,
    PushDefault,
    PushUrls,
    Question,
    RealPath,
    RefId,
    RepoRoot,
    ToolDefinition,
)
from mayact.observe import content, files, git_programs, push_contents, repository


class LocalObserver:
    """Reads with the rights of this process: for its own user alone (`rights.RightfulObserver` sees to that)."""

    def for_user(self, user: str) -> "LocalObserver":
        """Itself; whoever composes it has made sure that `user` is whom this process runs as."""
        return self

    def answer(self, question: Question) -> Answer:
        match question:
            case RealPath(path=path):
                return files.real_path(path)
            case RepoRoot(path=path):
                return repository.repo_root(path)
            case FileDigest(path=path):
                return files.file_digest(path)
            case FileText(path=path):
                return files.file_text(path)
            case ProgramPath(name=name, path_variable=variable, cwd=cwd):
                return files.program_path(name, path_variable=variable, cwd=cwd)
            case PushUrls(repo=repo, remote=remote, home=home):
                return repository.push_urls(repo, remote, home=home)
            case FetchUrls(repo=repo, remote=remote, home=home):
                return repository.fetch_urls(repo, remote, home=home)
            case GitPrograms(repo=repo, subcommand=subcommand, home=home):
                return git_programs.git_programs(repo, subcommand, home=home)
            case HeadBranch(repo=repo):
                return repository.head_branch(repo)
            case PushDefault(repo=repo, remote=remote, home=home):
                return repository.push_default(repo, remote, home=home)
            case RefId(repo=repo, ref=ref):
                return repository.ref_id(repo, ref)
            case PushContents(repo=repo, remote=remote, source=source, home=home, patterns=patterns):
                return push_contents.push_contents(repo, remote, source, home=home, patterns=patterns)
            case ToolDefinition():
                return Missing()  # a server is never asked from here: it is a program an agent may have chosen
            case ContentOf(path=path, patterns=patterns):
                return content.content_of(path, patterns)
            case _:
                assert_never(question)
