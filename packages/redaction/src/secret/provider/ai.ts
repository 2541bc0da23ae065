/** Secrets of model providers and the tools around models. The notation is explained in ../rules.ts. */
export const ai = `
openai platform.openai.com/docs/api-reference/authentication
    mark sk-<base62:20>T3BlbkFJ<base62:20> sk-<base62:32+> sk-proj-<base64url:32+> sk-svcacct-<base64url:32+> sk-service-<base64url:20+>
    mark sk-admin-<base64url:32+> sk-None-<base64url:32+> sess-<base62:40>
anthropic docs.claude.com/en/api/overview
    mark sk-ant-<base64url:32+>
cohere docs.cohere.com/reference/about
    near cohere co_api: <base62:40>
huggingface huggingface.co/docs/hub/security-tokens
    mark hf_<base62:30+> api_org_<base62:30+>
replicate replicate.com/docs/topics/security/api-tokens
    mark r8_<base62:37+>
perplexity docs.perplexity.ai/getting-started/quickstart
    mark pplx-<base62:40+>
groq console.groq.com/docs/quickstart
    mark gsk_<base62:40+>
mistral docs.mistral.ai/getting-started/quickstart
    near mistral: <base62:32>
xai docs.x.ai/docs/overview
    mark xai-<base62:60+>
deepseek api-docs.deepseek.com
    mark sk-<hex:32>
openrouter openrouter.ai/docs/api-reference/authentication
    mark sk-or-v1-<hex:64> sk-or-<base64url:40+>
together docs.together.ai/docs/quickstart
    mark tgp_v1_<base64url:40+>
    near together: <hex:64>
fireworks docs.fireworks.ai/tools-sdks/firectl/commands/create-api-key
    mark fw_<base62:22+>
elevenlabs elevenlabs.io/docs/api-reference/authentication
    mark sk_<hex:48>
    near elevenlabs xi-api xi_api: <hex:32>
assemblyai www.assemblyai.com/docs/api-reference/overview
    near assemblyai: <hex:32>
deepgram developers.deepgram.com/docs/create-additional-api-keys
    near deepgram: <hex:40>
langsmith docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key
    mark lsv2_pt_<hex:32>_<hex:10> lsv2_sk_<hex:32>_<hex:10> ls__<hex:32>
langfuse langfuse.com/docs/api-and-data-platform/features/public-api
    mark sk-lf-<uuid>
wandb docs.wandb.ai/support/find_api_key
    mark wandb_v1_<base64url:40+>
    near wandb: <hex:40>
comet www.comet.com/docs/v2/guides/experiment-management/configure-sdk
    near comet_api comet_ml: <base62:25>
clarifai docs.clarifai.com/control/authentication/pat
    near clarifai: <hex:32>
ai21 docs.ai21.com/reference/authentication
    near ai21: <base62:32>
voyage docs.voyageai.com/docs/api-key-and-installation
    mark pa-<base64url:43>
jina jina.ai/embeddings
    mark jina_<base64url:50+>
nvidia docs.nvidia.com/nim/large-language-models/latest/getting-started.html
    mark nvapi-<base64url:50+>
cerebras inference-docs.cerebras.ai/quickstart
    mark csk-<base36:40+>
tavily docs.tavily.com/documentation/api-reference/introduction
    mark tvly-<base64url:28+>
exa docs.exa.ai/reference/getting-started
    near exa_api exa-api: <uuid>
serpapi serpapi.com/search-api
    near serpapi serp_api: <hex:64>
firecrawl docs.firecrawl.dev/api-reference/introduction
    mark fc-<hex:32>
e2b e2b.dev/docs/api-key
    mark e2b_<hex:40>
modal modal.com/docs/reference/modal.config
    mark ak-<base62:22> as-<base62:22>
runpod docs.runpod.io/get-started/api-keys
    mark rpa_<upper36:40+>
roboflow docs.roboflow.com/api-reference/authentication
    near roboflow: <base62:20>
stability platform.stability.ai/docs/getting-started/authentication
    near stability dreamstudio: sk-<base62:48>
privateai docs.private-ai.com/getting-started
    near privateai private_ai private-ai: <base62:32>
portkey portkey.ai/docs/api-reference/inference-api/authentication
    near portkey: <base64:27-32>
helicone docs.helicone.ai/helicone-headers/helicone-auth
    mark sk-helicone-<base64url:20+>
braintrust www.braintrust.dev/docs/api-reference/introduction
    near braintrust: sk-<base62:48>
pinecone docs.pinecone.io/guides/projects/manage-api-keys
    mark pcsk_<base64url:40+>
    near pinecone: <uuid>
weaviate docs.weaviate.io/deploy/configuration/api-keys
    near weaviate wcd_: <base62:36-40>
qdrant qdrant.tech/documentation/cloud/authentication
    near qdrant: <base64url:54> <dotted:80+>
llamaindex docs.cloud.llamaindex.ai/llamacloud/getting_started/api_key
    mark llx-<base64url:40+>
tinker www.luma.ai/docs/api
    near luma_api lumaai: luma-<base64url:40+>
gladia docs.gladia.io/chapters/introduction
    near gladia: <uuid>
rev-ai docs.rev.ai/get-started
    near rev_ai revai: <base64url:54>
`
