"""Operations of code hosts: GitHub, GitLab, Gitea and Forgejo, Bitbucket.

Law: data only, in the notation of `table`. Sources: docs.github.com/rest, docs.gitlab.com/api,
codeberg.org/api/swagger, developer.atlassian.com/cloud/bitbucket/rest. Merging, triggering and publishing are what they
are called; whatever lets someone or something in (keys, hooks, tokens, members, protection, secrets, runners,
applications) is `iam.change`.
"""

from typing import Final

from mayact.core.analysis.hosts.table import Service

_GITHUB: Final = """
PUT       /repos/{owner}/{repo}/pulls/{number}/merge                     pr.merge
POST      /repos/{owner}/{repo}/merges                                   pr.merge
POST      /repos/{owner}/{repo}/merge-upstream                           pr.merge
POST      /repos/{owner}/{repo}/pulls                                    pr.open
PATCH     /repos/{owner}/{repo}/pulls/{number}                           ticket.write
PUT       /repos/{owner}/{repo}/pulls/{number}/update-branch             git.push
+         /repos/{owner}/{repo}/pulls/{number}/reviews                   ticket.write
+         /repos/{owner}/{repo}/pulls/{number}/reviews/{rest+}           ticket.write
+         /repos/{owner}/{repo}/pulls/{number}/comments                  ticket.write
+         /repos/{owner}/{repo}/pulls/{number}/comments/{rest+}          ticket.write
+         /repos/{owner}/{repo}/pulls/{number}/requested_reviewers       ticket.write
+         /repos/{owner}/{repo}/pulls/comments/{rest+}                   ticket.write
+         /repos/{owner}/{repo}/issues                                   ticket.write
+         /repos/{owner}/{repo}/issues/{rest+}                           ticket.write
+         /repos/{owner}/{repo}/comments/{rest+}                         ticket.write
+         /repos/{owner}/{repo}/commits/{sha}/comments                   ticket.write
+         /repos/{owner}/{repo}/labels                                   ticket.write
+         /repos/{owner}/{repo}/labels/{name}                            ticket.write
+         /repos/{owner}/{repo}/milestones                               ticket.write
+         /repos/{owner}/{repo}/milestones/{rest+}                       ticket.write
+         /repos/{owner}/{repo}/discussions                              ticket.write
+         /repos/{owner}/{repo}/discussions/{rest+}                      ticket.write
+         /repos/{owner}/{repo}/projects                                 ticket.write
POST      /repos/{owner}/{repo}/statuses/{sha}                           ci.trigger
POST      /repos/{owner}/{repo}/check-runs                               ci.trigger
PATCH     /repos/{owner}/{repo}/check-runs/{id}                          ci.trigger
+         /repos/{owner}/{repo}/check-suites                             ci.trigger
+         /repos/{owner}/{repo}/check-suites/{rest+}                     ci.trigger
POST      /repos/{owner}/{repo}/dispatches                               ci.trigger
POST      /repos/{owner}/{repo}/actions/workflows/{id}/dispatches        ci.trigger
PUT       /repos/{owner}/{repo}/actions/workflows/{id}/enable            ci.trigger
PUT       /repos/{owner}/{repo}/actions/workflows/{id}/disable           ci.trigger
POST      /repos/{owner}/{repo}/actions/runs/{id}/pending_deployments    deploy.run ci.trigger
POST      /repos/{owner}/{repo}/actions/runs/{id}/deployment_protection_rule deploy.run ci.trigger
+         /repos/{owner}/{repo}/actions/runs/{id}                        ci.trigger
+         /repos/{owner}/{repo}/actions/runs/{id}/{rest+}                ci.trigger
POST      /repos/{owner}/{repo}/actions/jobs/{id}/rerun                  ci.trigger
DELETE    /repos/{owner}/{repo}/actions/caches                           ci.trigger
DELETE    /repos/{owner}/{repo}/actions/caches/{id}                      ci.trigger
DELETE    /repos/{owner}/{repo}/actions/artifacts/{id}                   cloud.admin!
POST      /repos/{owner}/{repo}/actions/runners/{kind}                   secret.read iam.change
+         /repos/{owner}/{repo}/actions/{rest+}                          iam.change
POST      /repos/{owner}/{repo}/deployments                              deploy.run
+         /repos/{owner}/{repo}/deployments/{rest+}                      deploy.run
POST      /repos/{owner}/{repo}/pages/builds                             deploy.run
POST      /repos/{owner}/{repo}/pages/deployments                        deploy.run artifact.publish
+         /repos/{owner}/{repo}/pages                                    artifact.publish
+         /repos/{owner}/{repo}/environments/{rest+}                     iam.change
+         /repos/{owner}/{repo}/releases                                 artifact.publish
POST      /repos/{owner}/{repo}/releases/generate-notes                  -
DELETE    /repos/{owner}/{repo}/releases/{rest+}                         artifact.publish!
+         /repos/{owner}/{repo}/releases/{rest+}                         artifact.publish
+         /repos/{owner}/{repo}/branches/{branch}/protection             iam.change
+         /repos/{owner}/{repo}/branches/{branch}/protection/{rest+}     iam.change
POST      /repos/{owner}/{repo}/branches/{branch}/rename                 git.push cloud.admin
+         /repos/{owner}/{repo}/rulesets                                 iam.change
+         /repos/{owner}/{repo}/rulesets/{id}                            iam.change
+         /repos/{owner}/{repo}/tags/protection                          iam.change
+         /repos/{owner}/{repo}/tags/protection/{id}                     iam.change
+         /repos/{owner}/{repo}/collaborators/{user}                     iam.change
+         /repos/{owner}/{repo}/invitations/{id}                         iam.change
+         /repos/{owner}/{repo}/keys                                     iam.change
+         /repos/{owner}/{repo}/keys/{id}                                iam.change
POST      /repos/{owner}/{repo}/hooks/{id}/tests                         ci.trigger
POST      /repos/{owner}/{repo}/hooks/{id}/pings                         ci.trigger
+         /repos/{owner}/{repo}/hooks                                    iam.change
+         /repos/{owner}/{repo}/hooks/{rest+}                            iam.change
+         /repos/{owner}/{repo}/autolinks                                cloud.admin
+         /repos/{owner}/{repo}/interaction-limits                       iam.change
+         /repos/{owner}/{repo}/vulnerability-alerts                     iam.change
+         /repos/{owner}/{repo}/automated-security-fixes                 iam.change
+         /repos/{owner}/{repo}/private-vulnerability-reporting          iam.change
+         /repos/{owner}/{repo}/code-scanning/{rest+}                    iam.change
+         /repos/{owner}/{repo}/secret-scanning/{rest+}                  iam.change
+         /repos/{owner}/{repo}/dependabot/alerts/{id}                   iam.change
+         /repos/{owner}/{repo}/dependabot/{rest+}                       iam.change
+         /repos/{owner}/{repo}/codespaces/{rest+}                       iam.change
+         /repos/{owner}/{repo}/codespaces                               container.run cloud.admin
+         /repos/{owner}/{repo}/security-advisories                      ticket.write
+         /repos/{owner}/{repo}/security-advisories/{rest+}              ticket.write
POST      /repos/{owner}/{repo}/transfer                                 iam.change cloud.admin!
POST      /repos/{owner}/{repo}/forks                                    cloud.admin
POST      /repos/{owner}/{repo}/generate                                 cloud.admin
PUT       /repos/{owner}/{repo}/topics                                   cloud.admin
PUT|DELETE /repos/{owner}/{repo}/contents/{path+}                        git.push
POST      /repos/{owner}/{repo}/git/refs                                 git.push
PATCH     /repos/{owner}/{repo}/git/refs/{ref+}                          git.push
DELETE    /repos/{owner}/{repo}/git/refs/{ref+}                          git.push!
POST      /repos/{owner}/{repo}/git/{kind}                               git.commit
DELETE    /repos/{owner}/{repo}                                          cloud.admin!
PATCH     /repos/{owner}/{repo}                                          cloud.admin iam.change?visibility,private,
          archived,security_and_analysis,default_branch,allow_forking
POST      /user/repos                                                    cloud.admin
POST      /orgs/{org}/repos                                              cloud.admin
POST      /gists                                                         artifact.publish
POST|PATCH /gists/{id}                                                   artifact.publish
DELETE    /gists/{id}                                                    artifact.publish!
+         /gists/{id}/comments                                           ticket.write
POST      /gists/{id}/forks                                              artifact.publish
PUT|DELETE /user/starred/{owner}/{repo}                                  ticket.write
PUT|DELETE /user/following/{user}                                        ticket.write
+         /user/keys                                                     iam.change
+         /user/keys/{id}                                                iam.change
+         /user/{rest+}                                                  iam.change
PATCH     /user                                                          iam.change
POST      /app/installations/{id}/access_tokens                          secret.read iam.change
POST      /app-manifests/{code}/conversions                              secret.read iam.change
+         /app/{rest+}                                                   iam.change
+         /applications/{rest+}                                          secret.read iam.change
+         /authorizations                                                secret.read iam.change
POST      /orgs/{org}/teams/{team}/discussions                           ticket.write
POST      /orgs/{org}/actions/runners/{kind}                             secret.read iam.change
DELETE    /orgs/{org}/packages/{rest+}                                   artifact.publish!
+         /orgs/{org}/packages/{rest+}                                   artifact.publish
DELETE    /orgs/{org}                                                    cloud.admin! iam.change
+         /orgs/{org}                                                    iam.change
+         /orgs/{org}/{rest+}                                            iam.change
+         /organizations/{rest+}                                         iam.change
+         /teams/{rest+}                                                 iam.change
+         /enterprises/{rest+}                                           iam.change
+         /scim/{rest+}                                                  iam.change
+         /admin/{rest+}                                                 iam.change
+         /setup/{rest+}                                                 iam.change
+         /manage/{rest+}                                                iam.change
DELETE    /users/{user}/packages/{rest+}                                 artifact.publish!
PUT|PATCH|DELETE /notifications                                          -
PUT|PATCH|DELETE /notifications/{rest+}                                  -
POST      /markdown                                                      -
POST      /markdown/raw                                                  -
"""

_GITHUB_MUTATIONS: Final = {
    **dict.fromkeys(
        ("mergePullRequest", "mergeBranch", "enqueuePullRequest", "enablePullRequestAutoMerge"), "pr.merge"
    ),
    **dict.fromkeys(("createPullRequest", "revertPullRequest"), "pr.open"),
    **dict.fromkeys(
        (
            "addComment", "addPullRequestReview", "addPullRequestReviewComment", "addPullRequestReviewThread",
            "addPullRequestReviewThreadReply", "submitPullRequestReview", "dismissPullRequestReview",
            "updatePullRequestReview", "updatePullRequestReviewComment", "deletePullRequestReview",
            "deletePullRequestReviewComment", "requestReviews", "resolveReviewThread", "unresolveReviewThread",
            "closePullRequest", "reopenPullRequest", "updatePullRequest", "convertPullRequestToDraft",
            "markPullRequestReadyForReview", "disablePullRequestAutoMerge", "dequeuePullRequest", "createIssue",
            "updateIssue", "closeIssue", "reopenIssue", "deleteIssue", "transferIssue", "pinIssue", "unpinIssue",
            "updateIssueComment", "deleteIssueComment", "addLabelsToLabelable", "removeLabelsFromLabelable",
            "clearLabelsFromLabelable", "addAssigneesToAssignable", "removeAssigneesFromAssignable", "createLabel",
            "updateLabel", "deleteLabel", "addReaction", "removeReaction", "createDiscussion", "updateDiscussion",
            "deleteDiscussion", "closeDiscussion", "reopenDiscussion", "addDiscussionComment",
            "updateDiscussionComment", "deleteDiscussionComment", "markDiscussionCommentAsAnswer", "minimizeComment",
            "unminimizeComment", "lockLockable", "unlockLockable", "addSubIssue", "removeSubIssue",
            "reprioritizeSubIssue", "addStar", "removeStar", "createProjectV2", "updateProjectV2", "deleteProjectV2",
            "copyProjectV2", "addProjectV2ItemById", "addProjectV2DraftIssue", "updateProjectV2ItemFieldValue",
            "updateProjectV2ItemPosition", "clearProjectV2ItemFieldValue", "deleteProjectV2Item",
            "archiveProjectV2Item", "unarchiveProjectV2Item", "createProjectV2Field", "updateProjectV2Field",
            "deleteProjectV2Field", "createProjectV2StatusUpdate", "updateSubscription", "markFileAsViewed",
            "unmarkFileAsViewed", "createLinkedBranch", "updateDiscussionPollVote", "followUser", "unfollowUser",
        ),
        "ticket.write",
    ),
    **dict.fromkeys(("createCheckRun", "updateCheckRun", "createCheckSuite", "rerequestCheckSuite"), "ci.trigger"),
    **dict.fromkeys(
        ("createDeployment", "createDeploymentStatus", "deleteDeployment", "approveDeployments", "rejectDeployments"),
        "deploy.run",
    ),
    **dict.fromkeys(
        ("createCommitOnBranch", "createRef", "updateRef", "updateRefs", "updatePullRequestBranch"), "git.push"
    ),
    "deleteRef": "git.push!",
    **dict.fromkeys(
        ("createRepository", "cloneTemplateRepository", "unarchiveRepository", "updateTopics"), "cloud.admin"
    ),
    "updateRepository": "cloud.admin iam.change",
    "archiveRepository": "cloud.admin!",
    **dict.fromkeys(
        (
            "createBranchProtectionRule", "updateBranchProtectionRule", "deleteBranchProtectionRule",
            "createRepositoryRuleset", "updateRepositoryRuleset", "deleteRepositoryRuleset", "addVerifiableDomain",
            "createEnvironment", "updateEnvironment", "deleteEnvironment", "pinEnvironment",
            "updateTeamsRepository", "updateTeamReviewAssignment", "removeOutsideCollaborator",
            "inviteEnterpriseAdmin", "inviteEnterpriseMember", "acceptEnterpriseAdministratorInvitation",
            "addEnterpriseOrganizationMember", "removeEnterpriseMember", "removeEnterpriseAdmin",
            "createIpAllowListEntry", "updateIpAllowListEntry", "deleteIpAllowListEntry",
            "updateIpAllowListEnabledSetting", "updateOrganizationAllowPrivateRepositoryForkingSetting",
            "grantEnterpriseOrganizationsMigratorRole", "grantMigratorRole", "revokeMigratorRole",
            "setOrganizationInteractionLimit", "setRepositoryInteractionLimit", "setUserInteractionLimit",
            "updateProjectV2Collaborators", "linkProjectV2ToTeam", "transferEnterpriseOrganization",
            "dismissRepositoryVulnerabilityAlert", "regenerateVerifiableDomainToken",
        ),
        "iam.change",
    ),
    "deletePackageVersion": "artifact.publish!",
    "*": "opaque",
}  # fmt: skip

_GITLAB: Final = """
PUT       /projects/{project}/merge_requests/{iid}/merge                 pr.merge
POST      /projects/{project}/merge_requests/{iid}/cancel_merge_when_pipeline_succeeds ticket.write
POST      /projects/{project}/merge_requests/{iid}/pipelines             ci.trigger
POST      /projects/{project}/merge_requests/{iid}/approve               ticket.write
PUT       /projects/{project}/merge_requests/{iid}/rebase                git.push git.force_push
POST      /projects/{project}/merge_requests                             pr.open
+         /projects/{project}/merge_requests/{iid}/approval_rules        iam.change
+         /projects/{project}/merge_requests/{iid}/approval_rules/{rest+} iam.change
+         /projects/{project}/merge_requests/{iid}/approvals             iam.change
+         /projects/{project}/merge_requests/{iid}                       ticket.write
+         /projects/{project}/merge_requests/{iid}/{rest+}               ticket.write
+         /projects/{project}/issues                                     ticket.write
+         /projects/{project}/issues/{rest+}                             ticket.write
+         /projects/{project}/labels                                     ticket.write
+         /projects/{project}/labels/{rest+}                             ticket.write
+         /projects/{project}/milestones                                 ticket.write
+         /projects/{project}/milestones/{rest+}                         ticket.write
+         /projects/{project}/wikis                                      ticket.write
+         /projects/{project}/wikis/{rest+}                              ticket.write
+         /projects/{project}/snippets                                   artifact.publish
+         /projects/{project}/snippets/{rest+}                           artifact.publish
POST      /projects/{project}/repository/commits/{sha}/comments          ticket.write
POST      /projects/{project}/repository/commits/{sha}/cherry_pick       git.push
POST      /projects/{project}/repository/commits/{sha}/revert            git.push
POST      /projects/{project}/repository/commits                         git.push
+         /projects/{project}/repository/files/{path+}                   git.push
POST      /projects/{project}/repository/branches                        git.push
DELETE    /projects/{project}/repository/branches/{branch}               git.push!
DELETE    /projects/{project}/repository/merged_branches                 git.push!
POST      /projects/{project}/repository/tags                            git.push
DELETE    /projects/{project}/repository/tags/{ref+}                     git.push!
POST      /projects/{project}/statuses/{sha}                             ci.trigger
POST      /projects/{project}/pipeline                                   ci.trigger
POST      /projects/{project}/ref/{ref}/trigger/pipeline                 ci.trigger
POST      /projects/{project}/trigger/pipeline                           ci.trigger
+         /projects/{project}/pipelines/{rest+}                          ci.trigger
+         /projects/{project}/jobs/{rest+}                               ci.trigger
+         /projects/{project}/pipeline_schedules                         ci.trigger
+         /projects/{project}/pipeline_schedules/{rest+}                 ci.trigger
POST      /projects/{project}/ci/lint                                    -
POST      /ci/lint                                                       -
+         /projects/{project}/deployments                                deploy.run
+         /projects/{project}/deployments/{rest+}                        deploy.run
+         /projects/{project}/environments                               deploy.run
+         /projects/{project}/environments/{rest+}                       deploy.run
DELETE    /projects/{project}/releases/{rest+}                           artifact.publish!
+         /projects/{project}/releases                                   artifact.publish
+         /projects/{project}/releases/{rest+}                           artifact.publish
DELETE    /projects/{project}/packages/{rest+}                           artifact.publish!
+         /projects/{project}/packages/{rest+}                           artifact.publish
DELETE    /projects/{project}/registry/{rest+}                           artifact.publish!
GET|HEAD  /projects/{project}/variables                                  secret.read
GET|HEAD  /projects/{project}/variables/{key}                            secret.read
GET|HEAD  /groups/{group}/variables                                      secret.read
GET|HEAD  /groups/{group}/variables/{key}                                secret.read
GET|HEAD  /admin/ci/variables                                            secret.read
POST      /projects/{project}/access_tokens                              secret.read iam.change
POST      /personal_access_tokens/{rest+}                                secret.read iam.change
POST      /users/{user}/personal_access_tokens                           secret.read iam.change
POST      /users/{user}/impersonation_tokens                             secret.read iam.change
POST      /user/runners                                                  secret.read iam.change
POST      /projects/{project}/transfer                                   iam.change cloud.admin!
PUT       /projects/{project}/transfer                                   iam.change cloud.admin!
POST      /projects/{project}/fork                                       cloud.admin
POST      /projects/{project}/archive                                    cloud.admin!
POST      /projects/{project}/unarchive                                  cloud.admin
POST      /projects/{project}/star                                       ticket.write
POST      /projects/{project}/unstar                                     ticket.write
DELETE    /projects/{project}                                            cloud.admin!
PUT       /projects/{project}                                            cloud.admin iam.change?visibility,
          default_branch,merge_method,only_allow_merge_if_pipeline_succeeds,approvals_before_merge,ci_config_path
POST      /projects                                                      cloud.admin
POST      /projects/user/{user}                                          cloud.admin
+         /projects/{project}/{rest+}                                    iam.change
POST      /groups                                                        cloud.admin
DELETE    /groups/{group}                                                cloud.admin! iam.change
+         /groups/{group}/{rest+}                                        iam.change
+         /groups/{group}                                                iam.change
+         /snippets                                                      artifact.publish
+         /snippets/{rest+}                                              artifact.publish
POST      /markdown                                                      -
+         /todos/{rest+}                                                 -
+         /{rest+}                                                       iam.change
"""

_GITLAB_MUTATIONS: Final = {
    "mergeRequestAccept": "pr.merge",
    "mergeRequestCreate": "pr.open",
    **dict.fromkeys(
        ("createNote", "updateNote", "destroyNote", "createIssue", "updateIssue", "mergeRequestUpdate",
         "mergeRequestSetLabels", "mergeRequestSetAssignees", "mergeRequestSetReviewers", "mergeRequestSetDraft",
         "issueSetAssignees", "workItemCreate", "workItemUpdate", "workItemDelete", "createDiffNote",
         "createDiscussion", "awardEmojiAdd", "labelCreate"), "ticket.write"),
    **dict.fromkeys(("pipelineCreate", "pipelineRetry", "pipelineCancel", "pipelineDestroy", "jobPlay", "jobRetry",
                     "jobCancel", "pipelineScheduleCreate", "pipelineSchedulePlay"), "ci.trigger"),
    **dict.fromkeys(("commitCreate", "createBranch"), "git.push"),
    **dict.fromkeys(("releaseCreate", "releaseUpdate"), "artifact.publish"),
    "releaseDelete": "artifact.publish!",
    "*": "opaque",
}  # fmt: skip

_GITEA: Final = """
POST      /repos/{owner}/{repo}/pulls/{number}/merge                     pr.merge
DELETE    /repos/{owner}/{repo}/pulls/{number}/merge                     ticket.write
POST      /repos/{owner}/{repo}/pulls                                    pr.open
+         /repos/{owner}/{repo}/pulls/{rest+}                            ticket.write
+         /repos/{owner}/{repo}/issues                                   ticket.write
+         /repos/{owner}/{repo}/issues/{rest+}                           ticket.write
+         /repos/{owner}/{repo}/labels                                   ticket.write
+         /repos/{owner}/{repo}/labels/{id}                              ticket.write
+         /repos/{owner}/{repo}/milestones                               ticket.write
+         /repos/{owner}/{repo}/milestones/{id}                          ticket.write
+         /repos/{owner}/{repo}/wiki/{rest+}                             ticket.write
POST      /repos/{owner}/{repo}/statuses/{sha}                           ci.trigger
POST      /repos/{owner}/{repo}/actions/workflows/{id}/dispatches        ci.trigger
DELETE    /repos/{owner}/{repo}/releases/{rest+}                         artifact.publish!
+         /repos/{owner}/{repo}/releases                                 artifact.publish
+         /repos/{owner}/{repo}/releases/{rest+}                         artifact.publish
POST      /repos/{owner}/{repo}/contents                                 git.push
+         /repos/{owner}/{repo}/contents/{path+}                         git.push
POST      /repos/{owner}/{repo}/diffpatch                                git.push
POST      /repos/{owner}/{repo}/branches                                 git.push
DELETE    /repos/{owner}/{repo}/branches/{branch}                        git.push!
POST      /repos/{owner}/{repo}/tags                                     git.push
DELETE    /repos/{owner}/{repo}/tags/{ref}                               git.push!
POST      /repos/{owner}/{repo}/forks                                    cloud.admin
POST      /repos/{owner}/{repo}/generate                                 cloud.admin
POST      /repos/{owner}/{repo}/transfer                                 iam.change cloud.admin!
POST      /repos/{owner}/{repo}/mirror-sync                              cloud.admin
DELETE    /repos/{owner}/{repo}                                          cloud.admin!
PATCH     /repos/{owner}/{repo}                                          cloud.admin iam.change?private,
          archived,default_branch
+         /repos/{owner}/{repo}/{rest+}                                  iam.change
POST      /user/repos                                                    cloud.admin
POST      /orgs/{org}/repos                                              cloud.admin
POST      /users/{user}/tokens                                           secret.read iam.change
+         /user/{rest+}                                                  iam.change
+         /users/{rest+}                                                 iam.change
+         /orgs                                                          cloud.admin
+         /orgs/{org}                                                    iam.change
+         /orgs/{org}/{rest+}                                            iam.change
+         /teams/{rest+}                                                 iam.change
+         /admin/{rest+}                                                 iam.change
DELETE    /packages/{rest+}                                              artifact.publish!
POST      /markdown                                                      -
"""

_BITBUCKET: Final = """
POST      /repositories/{workspace}/{repo}/pullrequests/{id}/merge       pr.merge
POST      /repositories/{workspace}/{repo}/pullrequests                  pr.open
+         /repositories/{workspace}/{repo}/pullrequests/{rest+}          ticket.write
+         /repositories/{workspace}/{repo}/issues                        ticket.write
+         /repositories/{workspace}/{repo}/issues/{rest+}                ticket.write
+         /repositories/{workspace}/{repo}/commit/{sha}/comments         ticket.write
POST      /repositories/{workspace}/{repo}/commit/{sha}/statuses/build   ci.trigger
POST      /repositories/{workspace}/{repo}/pipelines                     ci.trigger
POST      /repositories/{workspace}/{repo}/pipelines/{id}/stopPipeline   ci.trigger
POST      /repositories/{workspace}/{repo}/src                           git.push
POST      /repositories/{workspace}/{repo}/refs/{kind}                   git.push
DELETE    /repositories/{workspace}/{repo}/refs/{kind}/{ref+}            git.push!
POST      /repositories/{workspace}/{repo}/downloads                     artifact.publish
POST      /repositories/{workspace}/{repo}/forks                         cloud.admin
POST      /repositories/{workspace}/{repo}                               cloud.admin
PUT       /repositories/{workspace}/{repo}                               cloud.admin iam.change?is_private,name
DELETE    /repositories/{workspace}/{repo}                               cloud.admin!
+         /repositories/{workspace}/{repo}/{rest+}                       iam.change
+         /snippets                                                      artifact.publish
+         /snippets/{rest+}                                              artifact.publish
+         /workspaces/{workspace}/{rest+}                                iam.change
+         /teams/{rest+}                                                 iam.change
+         /users/{rest+}                                                 iam.change
"""

_BITBUCKET_SERVER: Final = """
POST      /projects/{project}/repos/{repo}/pull-requests/{id}/merge      pr.merge
POST      /projects/{project}/repos/{repo}/pull-requests                 pr.open
+         /projects/{project}/repos/{repo}/pull-requests/{rest+}         ticket.write
PUT       /projects/{project}/repos/{repo}/browse/{path+}                git.push
+         /projects/{project}/repos/{repo}/branches                      git.push
+         /projects/{project}/repos/{repo}/tags                          git.push
POST      /projects/{project}/repos                                      cloud.admin
DELETE    /projects/{project}/repos/{repo}                               cloud.admin!
PUT|POST  /projects/{project}/repos/{repo}                               cloud.admin iam.change
+         /projects/{project}/repos/{repo}/{rest+}                       iam.change
DELETE    /projects/{project}                                            cloud.admin!
+         /projects/{project}/{rest+}                                    iam.change
+         /admin/{rest+}                                                 iam.change
"""

SERVICES: Final = (
    Service(
        name="github", home="github.com", hosts=("api.github.com", "uploads.github.com"),
        bases=("", "/api/v3", "/api/uploads", "/api"), marks=("/api/v3", "/api/graphql"), operations=_GITHUB,
        mutations=_GITHUB_MUTATIONS, graphql=("/graphql",), deleting="cloud.admin!",
    ),
    Service(
        name="gitlab", home="gitlab.com", hosts=("gitlab.com",), bases=("/api/v4", "/api"),
        marks=("/api/v4", "/api/graphql"), operations=_GITLAB, mutations=_GITLAB_MUTATIONS, graphql=("/graphql",),
        deleting="cloud.admin!",
    ),
    Service(
        name="gitea", home="", hosts=("codeberg.org", "gitea.com"), bases=("/api/v1",), marks=("/api/v1/repos",),
        operations=_GITEA, deleting="cloud.admin!",
    ),
    Service(
        name="bitbucket", home="bitbucket.org", hosts=("api.bitbucket.org",), bases=("/2.0", "/1.0", "/internal"),
        operations=_BITBUCKET, deleting="cloud.admin!",
    ),
    Service(
        name="bitbucket-server", home="", bases=("/rest/api/1.0", "/rest/api/latest"),
        marks=("/rest/api/1.0/projects", "/rest/api/latest/projects"), operations=_BITBUCKET_SERVER,
        deleting="cloud.admin!",
    ),
)  # fmt: skip
