"""Operations of trackers, wikis, chats, mail senders and on-call services.

Law: data only, in the notation of `table`. Sources: developer.atlassian.com, api.slack.com/methods,
discord.com/developers/docs, core.telegram.org/bots/api, developer.pagerduty.com, docs.sentry.io/api,
linear.app/developers and the reference of each other service. Text that people then see is `ticket.write` where it can
be edited later, `message.send` where it reaches them at once.
"""

from typing import Final

from mayact.core.analysis.hosts.table import Service

_JIRA: Final = """
POST      /search                                     -
POST      /search/jql                                 -
POST      /search/approximate-count                   -
POST      /jql/{rest+}                                -
POST      /expression/{rest+}                         -
DELETE    /project/{project}                          cloud.admin!
+         /project                                    cloud.admin iam.change
+         /project/{project}/role/{rest+}             iam.change
+         /project/{project}                          cloud.admin
+         /permissionscheme                           iam.change
+         /permissionscheme/{rest+}                   iam.change
+         /role                                       iam.change
+         /role/{rest+}                               iam.change
+         /user                                       iam.change
+         /user/{rest+}                               iam.change
+         /group                                      iam.change
+         /group/{rest+}                              iam.change
+         /webhook                                    iam.change
+         /webhook/{rest+}                            iam.change
+         /issuesecurityschemes/{rest+}               iam.change
POST      /issue/{key}/notify                         message.send
+         /{rest+}                                    ticket.write
"""

_SLACK: Final = """
*         /chat.postMessage                           message.send
*         /chat.postEphemeral                         message.send
*         /chat.meMessage                             message.send
*         /chat.scheduleMessage                       message.send
*         /chat.update                                message.send
*         /chat.delete                                message.send
*         /chat.unfurl                                message.send
*         /files.upload                               message.send
*         /files.uploadV2                             message.send
*         /files.getUploadURLExternal                 message.send
*         /files.completeUploadExternal               message.send
*         /files.sharedPublicURL                      message.send iam.change
*         /files.delete                               ticket.write
*         /reactions.add                              message.send
*         /reactions.remove                           ticket.write
*         /views.open                                 message.send
*         /conversations.list                         -
*         /conversations.history                      -
*         /conversations.info                         -
*         /conversations.members                      -
*         /conversations.replies                      -
*         /conversations.open                         -
*         /conversations.mark                         -
*         /conversations.join                         ticket.write
*         /conversations.leave                        ticket.write
*         /conversations.setTopic                     message.send
*         /conversations.setPurpose                   message.send
*         /conversations.create                       cloud.admin
*         /conversations.archive                      cloud.admin!
*         /conversations.unarchive                    cloud.admin
*         /conversations.rename                       cloud.admin
*         /conversations.invite                       iam.change
*         /conversations.inviteShared                 iam.change
*         /conversations.kick                         iam.change
*         /users.list                                 -
*         /users.info                                 -
*         /users.lookupByEmail                        -
*         /users.conversations                        -
*         /users.profile.set                          iam.change
*         /usergroups.list                            -
*         /usergroups.create                          iam.change
*         /usergroups.update                          iam.change
*         /usergroups.users.update                    iam.change
*         /auth.test                                  -
*         /api.test                                   -
*         /team.info                                  -
*         /search.messages                            -
*         /search.files                               -
*         /auth.revoke                                iam.change
*         /oauth.v2.access                            secret.read iam.change
*         /oauth.access                               secret.read iam.change
*         /apps.manifest.update                       iam.change
*         /apps.manifest.create                       iam.change
*         /tooling.tokens.rotate                      secret.read iam.change
POST      /{rest+}                                    ticket.write
"""

_DISCORD: Final = """
POST      /{v}/channels/{id}/messages                 message.send
+         /{v}/channels/{id}/messages/{rest+}         message.send
POST      /{v}/channels/{id}/typing                   -
+         /{v}/channels/{id}/threads                  message.send
+         /{v}/channels/{id}/permissions/{user}       iam.change
+         /{v}/channels/{id}/invites                  secret.read iam.change
+         /{v}/channels/{id}/webhooks                 secret.read iam.change
DELETE    /{v}/channels/{id}                          cloud.admin!
+         /{v}/channels/{id}                          cloud.admin
POST|PATCH /{v}/webhooks/{id}/{token+}                message.send
+         /{v}/webhooks/{rest+}                       iam.change
+         /{v}/interactions/{rest+}                   message.send
+         /{v}/guilds/{id}/channels                   cloud.admin
+         /{v}/guilds/{rest+}                         iam.change
POST      /{v}/users/@me/channels                     -
POST      /webhooks/{id}/{token+}                     message.send
+         /{rest+}                                    iam.change
"""

_TELEGRAM: Final = """
*         /bot{token}/getMe                           -
*         /bot{token}/getUpdates                      -
*         /bot{token}/getChat                         -
*         /bot{token}/getFile                         -
*         /bot{token}/setWebhook                      iam.change
*         /bot{token}/deleteWebhook                   iam.change
*         /bot{token}/promoteChatMember               iam.change
*         /bot{token}/banChatMember                   iam.change
*         /bot{token}/{method+}                       message.send
"""

_PAGERDUTY: Final = """
POST      /v2/enqueue                                 message.send
POST      /v2/change/enqueue                          ticket.write
POST      /generic/{rest+}                            message.send
+         /incidents                                  message.send
+         /incidents/{rest+}                          message.send
+         /users                                      iam.change
+         /users/{rest+}                              iam.change
+         /teams/{rest+}                              iam.change
+         /escalation_policies                        iam.change
+         /escalation_policies/{rest+}                iam.change
+         /schedules                                  iam.change
+         /schedules/{rest+}                          iam.change
+         /{rest+}                                    cloud.admin
"""

_SENTRY: Final = """
+         /organizations/{org}/issues                 ticket.write
+         /organizations/{org}/issues/{rest+}         ticket.write
+         /projects/{org}/{project}/issues            ticket.write
+         /issues/{rest+}                             ticket.write
POST      /organizations/{org}/releases               artifact.publish
+         /organizations/{org}/releases/{rest+}       artifact.publish
+         /projects/{org}/{project}/files/{rest+}     artifact.publish
DELETE    /projects/{org}/{project}                   cloud.admin!
+         /projects/{org}/{project}                   cloud.admin
POST      /{project}/store                            -
POST      /{project}/envelope                         -
+         /{rest+}                                    iam.change
"""

_MAIL: Final = """
+         /{rest+}                                    message.send
"""

_TICKETS: Final = """
+         /{rest+}                                    ticket.write
"""

_GRAPH: Final = """
POST      /{v}/$batch                                 opaque
POST      /{v}/me/sendMail                            message.send
POST      /{v}/users/{user}/sendMail                  message.send
POST      /{v}/me/messages/{id}/{action}              message.send
POST      /{v}/teams/{team}/channels/{id}/messages    message.send
POST      /{v}/teams/{team}/channels/{id}/messages/{rest+} message.send
POST      /{v}/chats/{id}/messages                    message.send
POST      /{v}/search/query                           -
+         /{v}/me/events                              message.send
+         /{v}/me/drive/{rest+}                       artifact.publish
+         /{v}/drives/{rest+}                         artifact.publish
+         /{v}/me/{rest+}                             ticket.write
+         /{rest+}                                    iam.change
"""

_GOOGLE_MAIL: Final = """
POST      /gmail/{v}/users/{user}/messages/send       message.send
POST      /gmail/{v}/users/{user}/drafts/send         message.send
+         /gmail/{v}/users/{user}/settings/{rest+}    iam.change
+         /gmail/{rest+}                              ticket.write
"""

_LINEAR_MUTATIONS: Final = {
    **dict.fromkeys(
        ("apiKeyCreate", "apiKeyDelete", "organizationInviteCreate", "teamMembershipCreate", "webhookCreate",
         "webhookUpdate", "webhookDelete", "userSuspend", "userPromoteAdmin", "organizationUpdate",
         "integrationGithubConnect", "oauthClientCreate", "oauthClientRotateSecret"), "iam.change"),
    **dict.fromkeys(("organizationDelete", "teamDelete", "projectDelete"), "cloud.admin!"),
    "*": "ticket.write",
}  # fmt: skip

SERVICES: Final = (
    Service(
        name="jira", home="", hosts=("*.atlassian.net", "*.jira.com"),
        bases=("/rest/api/2", "/rest/api/3", "/rest/api/latest", "/rest/agile/1.0", "/rest/servicedeskapi",
               "/wiki/rest/api", "/wiki/api/v2"),
        marks=("/rest/api/2/issue", "/rest/api/3/issue", "/rest/api/latest/issue"), operations=_JIRA,
    ),
    Service(name="slack", home="slack.com", hosts=("slack.com", "*.slack.com"), bases=("/api",), operations=_SLACK),
    Service(name="webhook", home="", operations=_MAIL, hosts=(
        "hooks.slack.com", "*.webhook.office.com", "outlook.office.com", "hooks.zapier.com", "maker.ifttt.com",
        "chat.googleapis.com", "oapi.dingtalk.com", "open.feishu.cn", "qyapi.weixin.qq.com", "ntfy.sh",
        "api.pushover.net", "api.pushbullet.com", "hook.eu1.make.com", "hook.us1.make.com",
    )),
    Service(name="discord", home="discord.com", hosts=("discord.com", "discordapp.com", "*.discord.com"),
            bases=("/api",), operations=_DISCORD),
    Service(name="telegram", home="api.telegram.org", hosts=("api.telegram.org",), operations=_TELEGRAM),
    Service(name="pagerduty", home="pagerduty.com", hosts=("api.pagerduty.com", "events.pagerduty.com",
            "events.eu.pagerduty.com", "api.eu.pagerduty.com"), operations=_PAGERDUTY),
    Service(name="opsgenie", home="", hosts=("api.opsgenie.com", "api.eu.opsgenie.com", "api.statuspage.io"),
            operations=_MAIL),
    Service(name="sentry", home="sentry.io", hosts=("sentry.io", "*.sentry.io"), bases=("/api/0", "/api"),
            operations=_SENTRY),
    Service(name="linear", home="linear.app", hosts=("api.linear.app",), graphql=("/graphql",),
            mutations=_LINEAR_MUTATIONS, operations="POST /oauth/{rest+} secret.read iam.change"),
    Service(name="tickets", home="", operations=_TICKETS, hosts=(
        "app.asana.com", "api.trello.com", "api.clickup.com", "api.notion.com", "api.monday.com",
        "api.app.shortcut.com",
        "*.zendesk.com", "*.freshdesk.com", "api.intercom.io", "*.service-now.com", "api.airtable.com",
        "api.hubapi.com", "*.youtrack.cloud",
    ), graphql=("/v2",), mutations={"*": "ticket.write"}),
    Service(name="mail", home="", operations=_MAIL, hosts=(
        "api.sendgrid.com", "api.mailgun.net", "api.eu.mailgun.net", "api.postmarkapp.com", "api.resend.com",
        "api.brevo.com", "mandrillapp.com", "api.sparkpost.com", "api.mailjet.com", "api.twilio.com",
        "rest.nexmo.com", "api.messagebird.com", "graph.facebook.com", "api.twitter.com", "api.x.com",
        "bsky.social", "oauth.reddit.com", "hacker-news.firebaseio.com", "api.linkedin.com",
    )),
    Service(name="microsoft-graph", home="graph.microsoft.com", hosts=("graph.microsoft.com",), operations=_GRAPH),
    Service(name="gmail", home="gmail.googleapis.com", hosts=("gmail.googleapis.com",), operations=_GOOGLE_MAIL),
)  # fmt: skip
