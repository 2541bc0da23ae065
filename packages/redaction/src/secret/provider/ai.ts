/** Secrets of model providers and the tools around models. The notation is explained in ../rules.ts. */
export const ai = `
openai unread:platform.openai.com/docs/api-reference/authentication
    mark sk-<base62:20>T3BlbkFJ<base62:20> sk-<base62:32+> sk-proj-<base64url:32+> sk-svcacct-<base64url:32+> sk-service-<base64url:20+>
    mark sk-admin-<base64url:32+> sk-None-<base64url:32+> sess-<base62:40>
anthropic unread:docs.claude.com/en/api/overview
    mark sk-ant-<base64url:32+>
cohere unread:docs.cohere.com/reference/about
    near cohere co_api: <base62:40>
huggingface unread:huggingface.co/docs/hub/security-tokens
    mark hf_<base62:30+> api_org_<base62:30+>
replicate unread:replicate.com/docs/topics/security/api-tokens
    mark r8_<base62:37+>
perplexity unread:docs.perplexity.ai/getting-started/quickstart
    mark pplx-<base62:40+>
groq unread:console.groq.com/docs/quickstart
    mark gsk_<base62:40+>
mistral unread:docs.mistral.ai/getting-started/quickstart
    near mistral: <base62:32>
xai unread:docs.x.ai/docs/overview
    mark xai-<base62:60+>
deepseek unread:api-docs.deepseek.com
    mark sk-<hex:32>
openrouter unread:openrouter.ai/docs/api-reference/authentication
    mark sk-or-v1-<hex:64> sk-or-<base64url:40+>
together unread:docs.together.ai/docs/quickstart
    mark tgp_v1_<base64url:40+>
    near together: <hex:64>
fireworks unread:docs.fireworks.ai/tools-sdks/firectl/commands/create-api-key
    mark fw_<base62:22+>
elevenlabs unread:elevenlabs.io/docs/api-reference/authentication
    mark sk_<hex:48>
    near elevenlabs xi-api xi_api: <hex:32>
assemblyai unread:www.assemblyai.com/docs/api-reference/overview
    near assemblyai: <hex:32>
deepgram unread:developers.deepgram.com/docs/create-additional-api-keys
    near deepgram: <hex:40>
langsmith unread:docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key
    mark lsv2_pt_<hex:32>_<hex:10> lsv2_sk_<hex:32>_<hex:10> ls__<hex:32>
langfuse unread:langfuse.com/docs/api-and-data-platform/features/public-api
    mark sk-lf-<uuid>
wandb unread:docs.wandb.ai/support/find_api_key
    mark wandb_v1_<base64url:40+>
    near wandb: <hex:40>
comet unread:www.comet.com/docs/v2/guides/experiment-management/configure-sdk
    near comet_api comet_ml: <base62:25>
clarifai unread:docs.clarifai.com/control/authentication/pat
    near clarifai: <hex:32>
ai21 unread:docs.ai21.com/reference/authentication
    near ai21: <base62:32>
voyage unread:docs.voyageai.com/docs/api-key-and-installation
    mark pa-<base64url:43>
jina unread:jina.ai/embeddings
    mark jina_<base64url:50+>
nvidia unread:docs.nvidia.com/nim/large-language-models/latest/getting-started.html
    mark nvapi-<base64url:50+>
cerebras unread:inference-docs.cerebras.ai/quickstart
    mark csk-<base36:40+>
tavily unread:docs.tavily.com/documentation/api-reference/introduction
    mark tvly-<base64url:28+>
exa unread:docs.exa.ai/reference/getting-started
    near exa_api exa-api: <uuid>
serpapi unread:serpapi.com/search-api
    near serpapi serp_api: <hex:64>
firecrawl unread:docs.firecrawl.dev/api-reference/introduction
    mark fc-<hex:32>
e2b unread:e2b.dev/docs/api-key
    mark e2b_<hex:40>
modal unread:modal.com/docs/reference/modal.config
    mark ak-<base62:22> as-<base62:22>
runpod unread:docs.runpod.io/get-started/api-keys
    mark rpa_<upper36:40+>
roboflow unread:docs.roboflow.com/api-reference/authentication
    near roboflow: <base62:20>
stability unread:platform.stability.ai/docs/getting-started/authentication
    near stability dreamstudio: sk-<base62:48>
privateai unread:docs.private-ai.com/getting-started
    near privateai private_ai private-ai: <base62:32>
portkey unread:portkey.ai/docs/api-reference/inference-api/authentication
    near portkey: <base64:27-32>
helicone unread:docs.helicone.ai/helicone-headers/helicone-auth
    mark sk-helicone-<base64url:20+>
braintrust unread:www.braintrust.dev/docs/api-reference/introduction
    near braintrust: sk-<base62:48>
pinecone unread:docs.pinecone.io/guides/projects/manage-api-keys
    mark pcsk_<base64url:40+>
    near pinecone: <uuid>
weaviate unread:docs.weaviate.io/deploy/configuration/api-keys
    near weaviate wcd_: <base62:36-40>
qdrant unread:qdrant.tech/documentation/cloud/authentication
    near qdrant: <base64url:54> <dotted:80+>
llamaindex unread:docs.cloud.llamaindex.ai/llamacloud/getting_started/api_key
    mark llx-<base64url:40+>
tinker unread:www.luma.ai/docs/api
    near luma_api lumaai: luma-<base64url:40+>
gladia unread:docs.gladia.io/chapters/introduction
    near gladia: <uuid>
rev-ai unread:docs.rev.ai/get-started
    near rev_ai revai: <base64url:54>
`
