"""The three ways to a token: a person lets a program in, it comes back, or it acts itself."""

from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749 import InvalidRequestError, InvalidScopeError, grants
from authlib.oauth2.rfc7636 import CodeChallenge

from paravent.programs import operations, policy, queries
from paravent.programs.oauth.clients import METHODS, SIGNED, Brought, Client, end_all
from paravent.programs.oauth.requests import fhir_address
from paravent.programs.terms import Choice, Claim, ScopeUnclear, Use, Wish


class CodeGrant(grants.AuthorizationCodeGrant):
    """A person lets a program in."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    @staticmethod
    def validate_authorization_redirect_uri(request: OAuth2Request, client: Client) -> str:
        """Accept a registered address alone, named in the request; otherwise nobody is sent anywhere."""
        address = request.payload.redirect_uri
        if not address or not client.check_redirect_uri(address):
            raise InvalidRequestError("The redirect_uri is not registered.")
        return str(address)

    def validate_authorization_request(self) -> str:
        """Check the audience too: a program that believes it talks to another server is told so."""
        address = str(super().validate_authorization_request())
        if self.request.payload.data.get("aud", "").rstrip("/") != fhir_address():
            raise InvalidRequestError("The aud is not the address of this FHIR server.", redirect_uri=address)
        return address

    def generate_authorization_code(self) -> str:
        """Let the operation give the mandate and make the code."""
        choice: Choice = self.request.user
        data = self.request.payload.data
        return operations.give_mandate(
            choice,
            self.request.client.program.program_id,
            Wish.parse(data["scope"]),
            redirect_uri=data["redirect_uri"],
            challenge=data["code_challenge"],
            nonce=data.get("nonce", ""),
        )

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Keep nothing: the operation has kept the digest."""

    def query_authorization_code(self, code: str, client: Client) -> Brought | None:
        """Return the code if it was made for this program. One that was used before ends all that came of it."""
        claim = queries.claim_of_code(code, client.program.program_id)
        if claim and claim.was_used:
            end_all(claim)
            return None
        return Brought(claim) if claim and not claim.is_over else None

    def delete_authorization_code(self, authorization_code: Brought) -> None:
        """Delete nothing: a used code is remembered."""

    def authenticate_user(self, authorization_code: Brought) -> Claim:
        """Return whose code it is."""
        return authorization_code.claim


class RefreshGrant(grants.RefreshTokenGrant):
    """A program comes back; each refresh token is good once."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def authenticate_refresh_token(self, refresh_token: str) -> Brought | None:
        """Return the token if it was given to this program. One that was used before ends all that came of it."""
        claim = queries.claim_of_token(refresh_token, self.request.client.program.program_id, Use.REFRESH)
        if claim and claim.was_used:
            end_all(claim)
            return None
        return Brought(claim) if claim and not claim.is_over else None

    def _validate_token_scope(self, token: Brought) -> None:
        try:
            asked = Wish.parse(self.request.payload.scope or "").scopes
        except ScopeUnclear:
            raise InvalidScopeError from None
        if not policy.covers(token.claim.scopes, asked):
            raise InvalidScopeError

    def authenticate_user(self, refresh_token: Brought) -> Claim:
        """Return whose token it is."""
        return refresh_token.claim

    def revoke_old_credential(self, refresh_token: Brought) -> None:
        """Do nothing: the operation has used it up."""


class BackendGrant(grants.ClientCredentialsGrant):
    """A program that acts itself, known by its signature."""

    TOKEN_ENDPOINT_AUTH_METHODS = [SIGNED]

    def validate_token_request(self) -> None:
        """Check what is asked for against what was approved."""
        super().validate_token_request()
        if self.request.client.get_allowed_scope(self.request.payload.scope) is None:
            raise InvalidScopeError


class ProofKey(CodeChallenge):
    """PKCE: always, and S256 alone."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        """Refuse a request without a challenge."""
        data = grant.request.payload.data
        if not data.get("code_challenge") or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A code_challenge of the method S256 is needed.")
        super().validate_code_challenge(grant, redirect_uri)
