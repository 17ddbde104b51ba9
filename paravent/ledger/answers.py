"""A receipt as a download."""

from django.http import HttpResponse

from paravent.ledger.receipts import Receipt


def receipt_file(receipt: Receipt) -> HttpResponse:
    """Return the file. Its name says only where in the log the entry stands."""
    name = f"receipt-{receipt.position}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(str(receipt), content_type="text/plain; charset=utf-8", headers=headers)
