"""AWS by its wire protocols: the action stands in the query, in the body or in a header, not in the path.

Law: an action is classed by its first word, as the `aws` client's is; what is not known changes something. Source:
docs.aws.amazon.com, the query, JSON and REST protocols of botocore's service models.
"""

import re
from collections.abc import Mapping
from typing import Final

_READS: Final = re.compile(r"(?:Describe|List|Get|Head|Lookup|Search|BatchGet|Query|Scan|Select|Estimate|Validate)")
_DESTROYS: Final = re.compile(r"(?:Delete|Terminate|Remove|Purge|Deregister|Disable|Revoke|Release|Reset|Detach)")
_SECRETS: Final = re.compile(
    r"(?:GetSecretValue|BatchGetSecretValue|GetParameters?(?:ByPath)?|GetSessionToken|GetFederationToken|AssumeRole\w*|"
    r"GetAuthorizationToken|CreateAccessKey|GetPasswordData|GenerateDataKey\w*|Decrypt|GetCredentials\w*|"
    r"GetRoleCredentials|CreateToken|CreateServiceSpecificCredential)"
)
_RIGHTS: Final = frozenset(
    {"iam", "sts", "organizations", "sso", "identitystore", "kms", "ram", "cognito-idp", "signin", "sso-admin"}
)
_RIGHTS_WORDS: Final = re.compile(r"(?i)policy|permission|grant|accesskey|role|user|securitygroup|acl\b|trust")
_RUNS: Final = re.compile(r"(?:Invoke|UpdateFunctionCode|CreateDeployment|StartDeployment|RunTask|SendCommand)")


def is_amazon(host: str) -> bool:
    """Whether `host` (lower case) is one of AWS's endpoints."""
    return host.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws")) or host == "amazonaws.com"


def effects(method: str, host: str, search: str, fields: Mapping[str, str] | None, target: str | None) -> str:
    """The effects, in the notation of `table`, of one request. `target` is the header `X-Amz-Target`."""
    labels = host.split(".")
    bucket = "s3" in labels or any(label.startswith("s3-") for label in labels)
    service = next((label for label in labels if label in _RIGHTS), labels[0])
    action = _action(search, fields, target)
    if bucket and not action:
        return _bucket(method, search)
    found: list[str] = []
    if action and _SECRETS.match(action):
        found.append("secret.read")
        if service in _RIGHTS and not action.startswith(("Decrypt", "GenerateDataKey")):
            found.append("iam.change")
    if action and _READS.match(action):
        return " ".join(found) or "-"
    if not action and method in ("GET", "HEAD", "OPTIONS"):
        return "-"
    found.append("cloud.admin!" if method == "DELETE" or (action and _DESTROYS.match(action)) else "cloud.admin")
    if "iam.change" not in found and (service in _RIGHTS or _RIGHTS_WORDS.search(action)):
        found.append("iam.change")
    if _RUNS.match(action):
        found.append("deploy.run")
    return " ".join(found)


def _action(search: str, fields: Mapping[str, str] | None, target: str | None) -> str:
    match = re.search(r"(?:^|&)Action=(\w+)", search)
    if match is not None:
        return match[1]
    if fields is not None and "Action" in fields:
        return fields["Action"]
    return (target or "").rsplit(".", 1)[-1]


def _bucket(method: str, search: str) -> str:
    if method in ("GET", "HEAD", "OPTIONS"):
        return "-"
    if re.search(r"(?:^|&)(policy|acl|publicAccessBlock|ownershipControls|cors|website)(?:=|&|$)", search):
        return "cloud.admin iam.change"
    return "cloud.admin!" if method == "DELETE" or re.search(r"(?:^|&)delete(?:=|&|$)", search) else "cloud.admin"
