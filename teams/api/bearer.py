"""What the API's description says of tokens."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class Bearer(OpenApiAuthenticationExtension):
    target_class = "teams.tokens.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token from the page *API tokens* of a workspace, or from "
            "`manage.py create_token`. It never reaches further than its owner, its scopes and "
            "its workspace.",
        }
