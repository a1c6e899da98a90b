"""Operations of registries, pipelines, clusters, clouds and secret stores.

Law: data only, in the notation of `table`. Sources: github.com/npm/registry, docs.pypi.org/api, the OCI distribution
specification, kubernetes.io/docs/reference, cloud.google.com/apis, learn.microsoft.com/rest/api, docs.aws.amazon.com,
developer.hashicorp.com/vault/api-docs, circleci.com/docs/api. What is published stays published, whoever deletes it.
"""

from typing import Final

from mayact.core.analysis.hosts.table import Service

_NPM: Final = """
POST      /-/npm/v1/security/{rest+}                  -
POST      /-/v1/login                                 secret.read iam.change
*         /-/npm/v1/tokens                            iam.change
+         /-/npm/v1/tokens/{rest+}                    iam.change
+         /-/npm/v1/user                              iam.change
PUT       /-/user/{rest+}                             secret.read iam.change
+         /-/org/{rest+}                              iam.change
+         /-/team/{rest+}                             iam.change
POST      /-/package/{package}/access                 iam.change
+         /-/package/{package}/collaborators/{rest+}  iam.change
DELETE    /-/package/{package}/dist-tags/{tag}        artifact.publish!
+         /-/package/{package}/dist-tags/{tag}        artifact.publish
+         /-/{rest+}                                  artifact.publish
DELETE    /{package+}                                 artifact.publish!
+         /{package+}                                 artifact.publish
"""
_PYPI: Final = """
POST      /legacy                                     artifact.publish
POST      /_/oidc/mint-token                          secret.read iam.change
+         /manage/{rest+}                             iam.change
+         /{rest+}                                    artifact.publish
"""
_CRATES: Final = """
PUT       /api/v1/crates/new                          artifact.publish
DELETE    /api/v1/crates/{package}/{version}/yank     artifact.publish!
PUT       /api/v1/crates/{package}/{version}/unyank   artifact.publish
+         /api/v1/crates/{package}/owners             iam.change
+         /api/v1/me/tokens                           secret.read iam.change
+         /api/v1/{rest+}                             iam.change
"""
_RUBYGEMS: Final = """
POST      /api/v1/gems                                artifact.publish
DELETE    /api/v1/gems/yank                           artifact.publish!
+         /api/v1/gems/{package}/owners               iam.change
*         /api/v1/api_key                             secret.read iam.change
+         /api/v1/{rest+}                             iam.change
"""
_OCI: Final = """
PUT       /v2/{package+}/manifests/{ref}              artifact.publish
DELETE    /v2/{package+}/manifests/{ref}              artifact.publish!
POST|PUT|PATCH /v2/{package+}/blobs/uploads/{uuid}   artifact.publish
POST      /v2/{package+}/blobs/uploads                artifact.publish
DELETE    /v2/{package+}/blobs/{ref}                  artifact.publish!
POST      /v2/users/login                             secret.read
POST      /v2/auth/token                              secret.read
DELETE    /v2/repositories/{rest+}                    artifact.publish!
+         /v2/{rest+}                                 iam.change
"""

_CIRCLE: Final = """
POST      /project/{rest+}/pipeline                   ci.trigger
POST      /project/{rest+}/pipeline/run               ci.trigger
POST      /pipeline/continue                          ci.trigger
POST      /workflow/{id}/{action}                     ci.trigger
POST      /workflow/{id}/approve/{job}                ci.trigger deploy.run
POST      /project/{rest+}/job/{number}/cancel        ci.trigger
+         /{rest+}                                    iam.change
"""
_BUILDS: Final = """
POST      /{rest+}/builds                             ci.trigger
PUT       /{rest+}/builds/{number}/{action}           ci.trigger
PUT       /{rest+}/jobs/{id}/{action}                 ci.trigger
+         /{rest+}                                    iam.change
"""
_JENKINS: Final = """
*         /{rest+}/build                              ci.trigger
*         /{rest+}/buildWithParameters                ci.trigger
+         /{rest+}/stop                               ci.trigger
+         /{rest+}/term                               ci.trigger
*         /script                                     opaque iam.change
*         /scriptText                                 opaque iam.change
+         /{rest+}/doDelete                           cloud.admin!
+         /{rest+}                                    iam.change
"""
_AZURE_DEVOPS: Final = """
POST      /{org}/{project}/_apis/pipelines/{id}/runs  ci.trigger
POST      /{org}/{project}/_apis/build/builds         ci.trigger
POST      /{org}/{project}/_apis/git/repositories/{repo}/pullrequests pr.open
PATCH     /{org}/{project}/_apis/git/repositories/{repo}/pullrequests/{id} pr.merge?status ticket.write
+         /{org}/{project}/_apis/git/repositories/{repo}/pullrequests/{rest+} ticket.write
POST      /{org}/{project}/_apis/git/repositories/{repo}/pushes git.push
DELETE    /{org}/{project}/_apis/git/repositories/{repo} cloud.admin!
POST      /{org}/{project}/_apis/wit/wiql             -
+         /{org}/{project}/_apis/wit/{rest+}          ticket.write
+         /{org}/{project}/_apis/release/{rest+}      deploy.run
+         /{rest+}                                    iam.change
"""

_KUBERNETES: Final = """
GET|HEAD  /api/v1/secrets                             secret.read
GET|HEAD  /api/v1/namespaces/{namespace}/secrets      secret.read
GET|HEAD  /api/v1/namespaces/{namespace}/secrets/{name} secret.read
POST      /api/v1/namespaces/{namespace}/serviceaccounts/{name}/token secret.read iam.change
*         /api/v1/namespaces/{namespace}/pods/{name}/exec container.run opaque
*         /api/v1/namespaces/{namespace}/pods/{name}/attach container.run opaque
*         /api/v1/namespaces/{namespace}/pods/{name}/portforward cloud.admin
*         /api/v1/namespaces/{namespace}/pods/{name}/proxy/{rest+} cloud.admin
*         /api/v1/nodes/{name}/proxy/{rest+}          container.run opaque
+         /apis/rbac.authorization.k8s.io/{rest+}     iam.change
+         /apis/certificates.k8s.io/{rest+}           iam.change
+         /apis/admissionregistration.k8s.io/{rest+}  iam.change
POST      /apis/authorization.k8s.io/{rest+}          -
POST      /apis/authentication.k8s.io/{rest+}         -
+         /api/v1/namespaces/{namespace}/serviceaccounts iam.change
+         /api/v1/namespaces/{namespace}/serviceaccounts/{rest+} iam.change
+         /api/v1/namespaces/{namespace}/secrets      cloud.admin
DELETE    /api/{rest+}                                cloud.admin!
DELETE    /apis/{rest+}                               cloud.admin!
+         /apis/apps/{rest+}                          cloud.admin deploy.run
+         /api/{rest+}                                cloud.admin
+         /apis/{rest+}                               cloud.admin
"""

_GOOGLE: Final = """
POST      /token                                      secret.read
POST      /{rest+}:setIamPolicy                       iam.change cloud.admin
POST      /{rest+}:testIamPermissions                 -
POST      /{rest+}:getIamPolicy                       -
POST      /{rest+}:generateAccessToken                secret.read iam.change
POST      /{rest+}:generateIdToken                    secret.read iam.change
POST      /{rest+}:signJwt                            secret.read iam.change
POST      /{rest+}:signBlob                           secret.read iam.change
POST      /{rest+}/serviceAccounts/{name}/keys        secret.read iam.change
GET       /{rest+}:access                             secret.read
POST      /{rest+}:query                              -
POST      /{rest+}:runQuery                           -
POST      /{rest+}:search                             -
POST      /{rest+}:generateContent                    -
POST      /upload/{rest+}                             artifact.publish cloud.admin
DELETE    /{rest+}                                    cloud.admin!
+         /{rest+}                                    cloud.admin
"""

_AZURE: Final = """
POST      /{rest+}/listKeys                           secret.read
POST      /{rest+}/listAccountSas                     secret.read iam.change
POST      /{rest+}/listClusterAdminCredential         secret.read
POST      /{rest+}/listClusterUserCredential          secret.read
POST      /{rest+}/listCredentials                    secret.read
POST      /{rest+}/listConnectionStrings              secret.read
+         /{rest+}/Microsoft.Authorization/{more}     iam.change cloud.admin
+         /{rest+}/Microsoft.Authorization/{kind}/{name} iam.change cloud.admin
POST      /providers/Microsoft.ResourceGraph/resources -
DELETE    /{rest+}                                    cloud.admin!
+         /{rest+}                                    cloud.admin
"""
_KEY_VAULT: Final = """
GET       /secrets/{rest+}                            secret.read
GET       /keys/{rest+}                               -
+         /{rest+}                                    secret.read cloud.admin
"""
_LOGIN: Final = """
POST      /{rest+}                                    secret.read
"""
_VAULT: Final = """
GET       /sys/health                                 -
GET       /sys/seal-status                            -
*         /auth/{rest+}                               secret.read iam.change
+         /sys/{rest+}                                iam.change
GET       /sys/{rest+}                                -
GET       /{rest+}                                    secret.read
DELETE    /{rest+}                                    cloud.admin!
+         /{rest+}                                    secret.read cloud.admin
"""
_PLATFORM: Final = """
POST      /graphql                                    cloud.admin
+         /{rest+}/tokens                             secret.read iam.change
+         /{rest+}/members                            iam.change
+         /{rest+}/members/{id}                       iam.change
+         /{rest+}/collaborators                      iam.change
+         /{rest+}/env                                iam.change
+         /{rest+}/config-vars                        iam.change
+         /{rest+}/keys                               iam.change
+         /{rest+}/deployments                        deploy.run
+         /{rest+}/deploys                            deploy.run
+         /{rest+}/builds                             deploy.run
+         /{rest+}/releases                           deploy.run
DELETE    /{rest+}                                    cloud.admin!
+         /{rest+}                                    cloud.admin
"""

SERVICES: Final = (
    Service(name="npm", home="registry.npmjs.org", hosts=("registry.npmjs.org", "registry.yarnpkg.com"),
            operations=_NPM),
    Service(name="pypi", home="pypi.org", hosts=("upload.pypi.org", "test.pypi.org", "pypi.org"), operations=_PYPI),
    Service(name="crates", home="crates.io", hosts=("crates.io",), operations=_CRATES),
    Service(name="rubygems", home="rubygems.org", hosts=("rubygems.org",), operations=_RUBYGEMS),
    Service(name="docker-registry", home="", marks=("/v2/",), operations=_OCI, hosts=(
        "registry-1.docker.io", "ghcr.io", "quay.io", "hub.docker.com", "gcr.io", "*.gcr.io", "*.pkg.dev",
        "public.ecr.aws", "registry.gitlab.com", "*.azurecr.io", "registry.access.redhat.com", "docker.pkg.github.com",
    )),
    Service(name="circleci", home="circleci.com", hosts=("circleci.com",), bases=("/api/v2", "/api/v1.1"),
            operations=_CIRCLE),
    Service(name="buildkite", home="buildkite.com", hosts=("api.buildkite.com",), operations=_BUILDS,
            graphql=("/v1",), mutations={"*": "ci.trigger"}),
    Service(name="travis", home="", hosts=("api.travis-ci.com", "api.travis-ci.org"), operations="""
        POST  /repo/{slug}/requests       ci.trigger
        POST  /build/{id}/{action}        ci.trigger
        POST  /job/{id}/{action}          ci.trigger
        +     /{rest+}                    iam.change"""),
    Service(name="jenkins", home="", operations=_JENKINS),
    Service(name="azure-devops", home="dev.azure.com", hosts=("dev.azure.com", "*.visualstudio.com"),
            operations=_AZURE_DEVOPS, deleting="cloud.admin!"),
    Service(name="kubernetes", home="", marks=("/api/v1/namespaces", "/apis/", "/api/v1/nodes", "/api/v1/secrets",
            "/api/v1/pods"), hosts=("kubernetes.default.svc", "kubernetes.default", "kubernetes",
            "kubernetes.default.svc.cluster.local", "*.eks.amazonaws.com", "*.azmk8s.io"), operations=_KUBERNETES),
    Service(name="google-cloud", home="", hosts=("*.googleapis.com", "googleapis.com"), operations=_GOOGLE),
    Service(name="azure", home="management.azure.com", hosts=("management.azure.com", "management.core.windows.net"),
            operations=_AZURE),
    Service(name="azure-key-vault", home="", hosts=("*.vault.azure.net",), operations=_KEY_VAULT),
    Service(name="login", home="", operations=_LOGIN, hosts=(
        "login.microsoftonline.com", "oauth2.googleapis.com", "accounts.google.com", "auth.docker.io",
    )),
    Service(name="vault", home="", bases=("/v1",), hosts=("*.hashicorp.cloud",),
            marks=("/v1/secret/", "/v1/sys/", "/v1/auth/", "/v1/kv/"), operations=_VAULT),
    Service(name="platform", home="", operations=_PLATFORM, hosts=(
        "api.heroku.com", "api.vercel.com", "api.netlify.com", "api.cloudflare.com", "api.digitalocean.com",
        "api.linode.com", "api.hetzner.cloud", "api.fly.io", "api.machines.dev", "api.render.com",
        "backboard.railway.app", "backboard.railway.com", "api.supabase.com", "console.neon.tech",
        "api.planetscale.com", "app.terraform.io", "api.pulumi.com", "api.scaleway.com", "api.vultr.com",
        "cloud.mongodb.com", "api.datadoghq.com", "api.newrelic.com", "api.fastly.com", "api.godaddy.com",
    )),
)  # fmt: skip
