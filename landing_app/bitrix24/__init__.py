"""The REST client of a Bitrix24 portal: plain Python, limits shared in Redis, one outcome per command."""
